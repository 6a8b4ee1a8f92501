import { setImmediate } from "node:timers";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import type { Host, HostSignal } from "../host/host.ts";

/** A host whose time passes when a test says so, and which counts what was not cleaned up. */
export interface FakeHost extends Host {
  /** Lets time pass, runs what falls due in order, and lets every promise settle. */
  advance(ms: number): Promise<void>;
  /** Lets time pass without running timers or the steady clock, as a sleeping machine does. */
  sleep(ms: number): void;
  /** Sets the clock on the wall forward, or back below 0; no time passes. */
  setClock(byMs: number): void;
  /** Paints a frame. */
  frame(): Promise<void>;
  signal(signal: HostSignal): Promise<void>;
  setOnline(online: boolean): void;
  /** What {@link Host.random} answers. */
  setRandom(value: number): void;
  /** Timers, frames and signal listeners not yet run or cancelled. */
  readonly pending: { readonly timers: number; readonly frames: number; readonly listeners: number };
  readonly reported: unknown[];
  /** What {@link Host.warn} took. */
  readonly warnings: string[];
}

/** Lets promises and streams settle: a few turns of the event loop, no waiting. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A fake host on top of a fetch; time starts at 1,000,000. */
export function createFakeHost(fetch: Host["fetch"], overrides: Partial<Host> = {}): FakeHost {
  let now = 1_000_000;
  /** What the clock on the wall was set by. */
  let set = 0;
  let slept = 0;
  let online = true;
  let random = 0.5;
  const timers = new Set<{ at: number; callback: () => void }>();
  const frames = new Set<() => void>();
  const listeners = new Set<(signal: HostSignal) => void>();
  const reported: unknown[] = [];
  const warnings: string[] = [];

  return {
    fetch,
    createEventSource: () => {
      throw new Error("no EventSource in this test");
    },
    now: () => now + set,
    monotonic: () => now - slept,
    setTimer(callback, ms) {
      if (ms > MAX_TIMER_MS && ms !== Number.POSITIVE_INFINITY) throw new Error(`timer of ${ms} ms would fire at once`);
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    random: () => random,
    isOnline: () => online,
    onSignal(listener) {
      // The real host adds listeners at each call, also for the same function.
      const added = (signal: HostSignal) => listener(signal);
      listeners.add(added);
      return () => listeners.delete(added);
    },
    schedule(callback) {
      frames.add(callback);
      return () => frames.delete(callback);
    },
    reportError: (error) => reported.push(error),
    warn: (message) => warnings.push(message),
    ...overrides,
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.callback();
        await settle();
      }
      now = end;
    },
    sleep(ms) {
      now += ms;
      slept += ms;
    },
    setClock(byMs) {
      set += byMs;
    },
    async frame() {
      const due = [...frames];
      frames.clear();
      for (const callback of due) callback();
      await settle();
    },
    async signal(signal) {
      if (signal === "online" || signal === "offline") online = signal === "online";
      for (const listener of [...listeners]) listener(signal);
      await settle();
    },
    setOnline(value) {
      online = value;
    },
    setRandom(value) {
      random = value;
    },
    get pending() {
      return { timers: timers.size, frames: frames.size, listeners: listeners.size };
    },
    reported,
    warnings,
  };
}

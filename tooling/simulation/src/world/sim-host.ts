import type { Host, HostSignal } from "@tidings/client";
import type { Findings } from "../check/findings.ts";
import type { Machine } from "../network/network.ts";
import type { Random } from "../random.ts";
import type { VirtualTime } from "../virtual-time.ts";

/** A client's surroundings: a machine that may sleep, a network that may be unplugged. */
export interface SimHost extends Host {
  signal(signal: HostSignal): void;
  /** Timers and listeners that were neither run nor taken back. */
  readonly held: number;
}

/** What a host is made of. */
export interface SimHostFields {
  readonly machine: Machine;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly findings: Findings;
  readonly fetch: Host["fetch"];
}

/** Timers of a sleeping machine run when it wakes. */
export function createSimHost({ machine, time, random, findings, fetch }: SimHostFields): SimHost {
  const listeners = new Set<(signal: HostSignal) => void>();
  let timers = 0;

  function setTimer(run: () => void, ms: number): () => void {
    let cancel = () => {};
    let done = false;
    timers += 1;
    const settle = () => {
      if (done) return false;
      done = true;
      timers -= 1;
      return true;
    };
    const due = () => {
      const asleep = machine.asleepUntil - time.now();
      if (asleep > 0) cancel = time.after(asleep, `timer ${machine.name}`, due);
      else if (settle()) run();
    };
    cancel = time.after(ms > 2 ** 31 - 1 ? 1 : ms, `timer ${machine.name}`, due);
    return () => {
      cancel();
      settle();
    };
  }

  return {
    fetch,
    createEventSource: () => {
      throw new Error("no EventSource here");
    },
    now: time.now,
    monotonic: time.now,
    setTimer,
    random: random.next,
    isOnline: () => machine.online,
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    schedule: (run) => setTimer(run, random.int(0, 16)),
    reportError: (error) => findings.violation(`${machine.name}: an error was reported: ${error}`),
    warn: (message) => findings.violation(`${machine.name}: a developer was warned: ${message}`),
    signal(signal) {
      for (const listener of [...listeners]) listener(signal);
    },
    get held() {
      return timers + listeners.size;
    },
  };
}

import type { ResumeOutcome } from "@tidings/contracts";
import type { Freshness } from "../connection/status.ts";
import type { Host } from "../host/host.ts";

/** Milliseconds without a connection before what is shown counts as stale. */
const STALE_AFTER_MS = 3_000;
/** Milliseconds without an event that end a replay whose last event cannot be told by its id. */
const SETTLE_MS = 250;
/** Milliseconds for which a page says that it was reloaded. */
const RELOADED_FOR_MS = 15_000;

/**
 * How a reload fares: `failed` says that what is shown stays out of date until it is tried again, `loading` that it is, and
 * `loaded`, the default, that it is over.
 */
export type ReloadProgress = (stage?: "loading" | "failed" | "loaded") => void;

/** Tells how far what is shown can be trusted (C10.3, C10.5). */
export interface FreshnessTracker {
  readonly value: Freshness;
  /** Whether events that come now were missed earlier. */
  readonly replaying: boolean;
  /** A greeting came. `upToDate`: the log stands where this client stood. */
  greeted(resume: ResumeOutcome, position: string, upToDate: boolean): void;
  /** An event came, with this id or `""`. */
  event(id: string): void;
  /** A connection has its headers and no greeting yet: what is shown may be live or not. */
  opened(): void;
  /** The connection broke. */
  lost(): void;
  /** The connection will not come back. */
  closed(): void;
  /** A snapshot is being loaded again, until the returned function is called with `loaded`. */
  beginReload(): ReloadProgress;
  /** Cancels every timer. */
  dispose(): void;
}

/** One timer at most; `onChange` after each change of value. */
export function createFreshness(host: Pick<Host, "setTimer">, onChange: () => void): FreshnessTracker {
  let value: Freshness = "unknown";
  let replaying = false;
  let replayEnd = "";
  const reloads = new Set<{ failed: boolean }>();
  let gap = false;
  let isLost = false;
  let cancelTimer: (() => void) | undefined;

  const cancel = () => {
    cancelTimer?.();
    cancelTimer = undefined;
  };
  const after = (ms: number, then: () => void) => {
    cancel();
    cancelTimer = host.setTimer(then, ms);
  };
  const set = (next: Freshness) => {
    if (next === value) return;
    value = next;
    onChange();
  };
  const settle = () => {
    replaying = false;
    cancel();
    if (reloads.size > 0) return set([...reloads].some(({ failed }) => failed) ? "stale" : "catching-up");
    if (!gap) return set("live");
    gap = false;
    after(RELOADED_FOR_MS, () => set("live"));
    set("reloaded");
  };

  return {
    get value() {
      return value;
    },
    get replaying() {
      return replaying;
    },
    greeted(resume, position, upToDate) {
      isLost = false;
      gap ||= resume === "gap";
      if (resume !== "complete" || upToDate) return settle();
      replaying = true;
      replayEnd = position;
      after(SETTLE_MS, settle);
      set("catching-up");
    },
    event(id) {
      if (!replaying) return;
      if (id !== "" && id === replayEnd) settle();
      else after(SETTLE_MS, settle);
    },
    opened() {
      if (isLost && (value === "live" || value === "reloaded")) set("catching-up");
    },
    lost() {
      if (isLost) return;
      isLost = true;
      replaying = false;
      cancel();
      if (value !== "unknown" && value !== "stale") after(STALE_AFTER_MS, () => set("stale"));
    },
    closed() {
      replaying = false;
      cancel();
      if (value !== "unknown") set("stale");
    },
    beginReload() {
      const mine = { failed: false };
      reloads.add(mine);
      return (stage = "loaded") => {
        if (!reloads.has(mine)) return;
        if (stage === "loaded") reloads.delete(mine);
        else mine.failed = stage === "failed";
        const isGreeted = !isLost && value !== "unknown";
        if (isGreeted && !replaying && (stage !== "loaded" || reloads.size === 0)) settle();
      };
    },
    dispose: cancel,
  };
}

import { reportUncaught } from "@tidings/contracts/listeners";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import { isDevelopment } from "./development.ts";
import { createFrameQueue } from "./frame-queue.ts";

/** What the machine under the client tells: the network came or went, the page was seen, frozen or brought back. */
export type HostSignal = "online" | "offline" | "visible" | "freeze" | "restore";

/**
 * Everything the client takes from its surroundings. {@link createHost} fills it for browsers and Node; tests hand in
 * their own.
 */
export interface Host {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** A native EventSource, with `transport: "event-source"`. */
  createEventSource(url: string, init: EventSourceInit): EventSource;
  /** Milliseconds since 1970, for what people read. It may be set back or forward at any time. */
  now(): number;
  /** Milliseconds by a steady clock that never goes back; durations are measured by it. */
  monotonic(): number;
  /** Calls back once after `ms`. Returns a function that cancels it. */
  setTimer(callback: () => void, ms: number): () => void;
  /** From 0 up to 1. */
  random(): number;
  isOnline(): boolean;
  /** Listens for {@link HostSignal}s. Returns a function that unsubscribes. */
  onSignal(listener: (signal: HostSignal) => void): () => void;
  /**
   * Calls back once before the next frame, in one task with all others, or soon if nothing is painted. Returns a
   * function that cancels it.
   */
  schedule(callback: () => void): () => void;
  /** Takes errors of listeners that nobody else wants to hear of. Default: an `error` event, or the console in Node. */
  reportError(error: unknown): void;
  /**
   * Takes a line for whoever develops the page, each once (C31.3). Default: `console.warn`, unless `NODE_ENV` is
   * `production` or there is none, as in a page without a bundler.
   */
  warn(message: string): void;
}

/**
 * The host of a browser, a worker or Node; what one of them lacks is left out quietly.
 *
 * @example createHost({ random: () => 0.5 })
 */
export function createHost(overrides: Partial<Host> = {}): Host {
  const setTimer: Host["setTimer"] = (callback, ms) => {
    // A longer timer would fire at once (C8.1).
    const timer = setTimeout(callback, Math.min(Math.max(ms, 0), MAX_TIMER_MS));
    return () => clearTimeout(timer);
  };
  return {
    // Looked up at each call, so that whatever patches fetch later is still used.
    fetch: (url, init) => globalThis.fetch(url, init),
    createEventSource: (url, init) => new EventSource(url, init),
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimer,
    random: () => Math.random(),
    isOnline: () => globalThis.navigator?.onLine !== false,
    onSignal: listenToPage,
    schedule: createFrameQueue(overrides.setTimer ?? setTimer, overrides.reportError),
    reportError: reportUncaught,
    warn: warnDeveloper,
    ...overrides,
  };
}

function warnDeveloper(message: string): void {
  // biome-ignore lint/suspicious/noConsole: a developer looks there first, and the page shows no sign of it.
  if (isDevelopment()) console.warn(`[tidings] ${message}`);
}

function listenToPage(listener: (signal: HostSignal) => void): () => void {
  if (typeof globalThis.addEventListener !== "function") return () => {};
  const page = globalThis.document;
  const online = () => listener("online");
  const offline = () => listener("offline");
  const visible = () => {
    if (page?.visibilityState === "visible") listener("visible");
  };
  // `persisted` tells the back/forward cache: the page is frozen, not gone, and its sockets die under it.
  const hide = (event: PageTransitionEvent) => {
    if (event.persisted) listener("freeze");
  };
  const show = (event: PageTransitionEvent) => listener(event.persisted ? "restore" : "visible");
  globalThis.addEventListener("online", online);
  globalThis.addEventListener("offline", offline);
  globalThis.addEventListener("pagehide", hide);
  globalThis.addEventListener("pageshow", show);
  page?.addEventListener("visibilitychange", visible);
  return () => {
    globalThis.removeEventListener("online", online);
    globalThis.removeEventListener("offline", offline);
    globalThis.removeEventListener("pagehide", hide);
    globalThis.removeEventListener("pageshow", show);
    page?.removeEventListener("visibilitychange", visible);
  };
}

import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import { HttpResponse } from "msw";
import type { Clock } from "../clock/clock.ts";
import { numberOption } from "../number-option.ts";
import { failure } from "./answer.ts";
import { afterOne, type NetworkState, type RefusalOptions } from "./network-state.ts";

const LATENCY = { fallback: 0, min: 0, max: MAX_TIMER_MS, orInfinity: true };
const SECONDS = { min: 0, max: Number.MAX_SAFE_INTEGER };
const TIMES = { min: 0, max: Number.POSITIVE_INFINITY, whole: true };

/** The network in front of a mock server: what happens to requests on the way, and how long they take. */
export interface Network {
  readonly state: NetworkState;
  readonly latencyMs: number;
  /** Aborting it fails the requests that wait for the latency, and all later ones. */
  readonly stopping: AbortController;
  goOffline(): void;
  goOnline(): void;
  /** @returns whether it refuses anything: `times` may be 0 */
  refuse(status: number, options?: RefusalOptions): boolean;
  loseAnswers(times?: number): void;
  setLatency(ms: number): void;
  /** Waits for the latency. Resolves with an answer in the server's place, or undefined if the request gets through. */
  admit(kind: "stream" | "endpoint"): Promise<Response | undefined>;
  /** Whether the answer to a request that was carried out gets lost. Counts it if so. */
  losesAnswer(): boolean;
}

/**
 * Makes a network without faults.
 *
 * @param latencyMs Default 0; Infinity never answers.
 * @param changed Called after each change of `state` and `latencyMs`.
 */
export function createNetwork(clock: Clock, latencyMs: number | undefined, changed: () => void): Network {
  const stopping = new AbortController();
  let latency = numberOption("createMockServer's latencyMs", latencyMs, LATENCY);
  let state: NetworkState = { kind: "up" };

  function become(next: NetworkState): void {
    state = next;
    changed();
  }

  function waitOut(): Promise<void> {
    return new Promise((resolve) => {
      if (latency === 0 || stopping.signal.aborted) return resolve();
      const cancel = latency === Number.POSITIVE_INFINITY ? () => {} : clock.schedule(done, latency);
      function done() {
        stopping.signal.removeEventListener("abort", done);
        cancel();
        resolve();
      }
      stopping.signal.addEventListener("abort", done);
    });
  }

  return {
    get state() {
      return state;
    },
    get latencyMs() {
      return latency;
    },
    stopping,
    goOffline: () => become({ kind: "offline" }),
    goOnline: () => become({ kind: "up" }),
    refuse(status, { scope = "everything", ...options } = {}) {
      const retryAfter =
        options.retryAfter === undefined ? undefined : numberOption("refuse's retryAfter", options.retryAfter, SECONDS);
      const times = numberOption("refuse's times", options.times, { ...TIMES, fallback: Number.POSITIVE_INFINITY });
      if (times === 0) return false;
      become({ kind: "refusing", status, retryAfter, times, scope });
      return true;
    },
    loseAnswers(howMany) {
      const times = numberOption("loseAnswers' times", howMany, { ...TIMES, fallback: 1 });
      become(times === 0 ? { kind: "up" } : { kind: "losing answers", times });
    },
    setLatency(ms) {
      latency = numberOption("setLatency's ms", ms, LATENCY);
      changed();
    },
    async admit(kind) {
      await waitOut();
      if (stopping.signal.aborted || state.kind === "offline") return HttpResponse.error();
      if (state.kind !== "refusing" || (state.scope === "streams" && kind === "endpoint")) return undefined;
      const { status, retryAfter } = state;
      become(afterOne(state));
      return failure(status, undefined, retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) });
    },
    losesAnswer() {
      if (state.kind !== "losing answers") return false;
      become(afterOne(state));
      return true;
    },
  };
}

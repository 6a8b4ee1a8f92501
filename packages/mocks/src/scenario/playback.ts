import type { Store } from "@tidings/contracts/listeners";
import { createListeners } from "@tidings/contracts/listeners";
import { numberOption } from "../number-option.ts";
import type { MockServer } from "../server/mock-server.ts";
import type { Scenario } from "./scenario.ts";

const SPEED = { fallback: 1, min: 0.001, max: Number.POSITIVE_INFINITY };

/** How a scenario is played. */
export interface PlaybackOptions {
  /** 2 is twice as fast. Default 1; at least 0.001; Infinity leaves no time between steps. */
  readonly speed?: number | undefined;
  /** Starts again after the last step. Default false. A loop whose steps take no time ends after one round. */
  readonly loop?: boolean | undefined;
}

/** How far a scenario has been played; a new object after each change. */
export interface PlaybackState {
  readonly scenario: string;
  readonly status: "playing" | "paused" | "done" | "stopped";
  /** Steps done in this round. */
  readonly done: number;
  readonly total: number;
  /** The label of the next step; undefined at the end. */
  readonly next: string | undefined;
}

/** A scenario being played. */
export interface Playback extends Store<PlaybackState>, Disposable {
  /** Stops before the next step. */
  pause(): void;
  /** Continues. The wait for the next step starts again. */
  resume(): void;
  /** Takes the next step now. */
  step(): void;
  /** Ends the playback for good and leaves no timer. Calling it twice is harmless. */
  close(): void;
}

/**
 * Plays a scenario on a mock server, from now on. Closing the server ends it.
 *
 * @throws MocksError `invalid_options`
 * @example
 * const playback = play(server, scenario, { speed: 4 });
 * playback.pause();
 * playback.step();
 */
export function play(server: MockServer, scenario: Scenario, options: PlaybackOptions = {}): Playback {
  const speed = numberOption("play's speed", options.speed, SPEED);
  const { steps } = scenario;
  const loop = options.loop === true && speed !== Number.POSITIVE_INFINITY && steps.some((step) => step.after > 0);
  const listeners = createListeners();
  let status: PlaybackState["status"] = "playing";
  let done = 0;
  let cancel: (() => void) | undefined;
  let state: PlaybackState | undefined;

  const changed = () => {
    state = undefined;
    listeners.notify();
  };

  const finish = (how: "done" | "stopped") => {
    cancel?.();
    cancel = undefined;
    server.signal.removeEventListener("abort", close);
    status = how;
    changed();
  };

  const over = () => status === "done" || status === "stopped";

  function close() {
    if (!over()) finish("stopped");
  }

  const wait = () => {
    cancel?.();
    const next = steps[done];
    cancel = next && status === "playing" ? server.clock.schedule(take, next.after / speed) : undefined;
  };

  function take() {
    const next = steps[done];
    if (!next || over()) return;
    done += 1;
    next.run(server);
    // A step may close the server, and with it this playback.
    if (over()) return;
    if (done === steps.length && !loop) return finish("done");
    done %= steps.length;
    wait();
    changed();
  }

  if (server.signal.aborted) finish("stopped");
  else if (steps.length === 0) finish("done");
  else {
    server.signal.addEventListener("abort", close);
    wait();
  }

  return {
    getSnapshot() {
      state ??= { scenario: scenario.name, status, done, total: steps.length, next: steps[done]?.label };
      return state;
    },
    subscribe: listeners.add,
    pause() {
      if (status !== "playing") return;
      status = "paused";
      wait();
      changed();
    },
    resume() {
      if (status !== "paused") return;
      status = "playing";
      wait();
      changed();
    },
    step: take,
    close,
    [Symbol.dispose]: close,
  };
}

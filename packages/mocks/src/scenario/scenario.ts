import type { AnyStream, PublishableEvent } from "@tidings/contracts";
import type { MockServer } from "../server/mock-server.ts";
import type { RefusalOptions } from "../server/network-state.ts";

/** One moment of a scenario. */
export interface Step {
  /** Milliseconds after the step before it. */
  readonly after: number;
  /** What happens, for people: `Cut the connection`. */
  readonly label: string;
  run(server: MockServer): void;
}

/** A timeline that {@link play} plays on a mock server. */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** The steps that a scenario can take at one moment. */
export interface Moment<S extends AnyStream> {
  /** Sends an event to everyone who has the stream open, or to the topic of one `key`. */
  send(event: PublishableEvent<S>, key?: string): Step;
  /** {@link MockServer.drop} */
  drop(): Step;
  /** {@link MockServer.gap} */
  gap(): Step;
  /** {@link MockServer.silence} */
  silence(): Step;
  /** {@link MockServer.goOffline} */
  offline(): Step;
  /** {@link MockServer.goOnline} */
  online(): Step;
  /** {@link MockServer.refuse} */
  refuse(status: number, options?: RefusalOptions): Step;
  /** {@link MockServer.loseAnswers} */
  loseAnswers(times?: number): Step;
  /** Anything else, for example a change in an orders mock, a latency or a sign-out. */
  run(label: string, action: (server: MockServer) => void): Step;
}

/**
 * Writes down a scenario for a stream. `after(ms)` counts from the step before; nested arrays are flattened, so that
 * `repeat` and parts of other scenarios fit in. The contract's types check every event, and it is checked again when it
 * is sent.
 *
 * @example
 * const scenario = defineScenario(ordersStream, "A drop while cooking", (after) => [
 *   after(500).send({ event: "order_status_update", data }),
 *   after(2000).drop(),
 *   after(0).refuse(503, { retryAfter: 2, times: 3 }),
 * ]);
 */
export function defineScenario<S extends AnyStream>(
  stream: S,
  name: string,
  timeline: (after: (ms: number) => Moment<S>) => readonly (Step | readonly Step[])[],
): Scenario {
  const after = (ms: number): Moment<S> => {
    const run = (label: string, action: Step["run"]): Step => ({ after: ms, label, run: action });
    return {
      run,
      send: (event, key = "*") => run(`Send ${event.event}`, (server) => void server.publish(stream.topic(key), event)),
      drop: () => run("Cut the connection", (server) => server.drop()),
      gap: () => run("Clear the log", (server) => server.gap()),
      silence: () => run("Go silent", (server) => server.silence()),
      offline: () => run("Go offline", (server) => server.goOffline()),
      online: () => run("Back to normal", (server) => server.goOnline()),
      loseAnswers: (times) => run("Lose the next answer", (server) => server.loseAnswers(times)),
      refuse: (status, options) => run(`Refuse with ${status}`, (server) => server.refuse(status, options)),
    };
  };
  return { name, steps: timeline(after).flat() };
}

/** Repeats steps. `round` counts from 0. */
export function repeat(times: number, steps: (round: number) => readonly Step[]): readonly Step[] {
  return Array.from({ length: times }, (_, round) => steps(round)).flat();
}

import type { AnyStream } from "@tidings/contracts";
import { ClientError } from "../error.ts";
import { checkPosition } from "../position.ts";
import type { LiveQuery } from "./live-query.ts";

/** What the `load` of a live query answers, as `client.call` does. */
export interface Loaded<State> {
  readonly data: State;
  /** The log's position, read by the server before the rows (D5.1). */
  readonly position?: string | undefined;
}

/**
 * What a query that was closed showed, as the `initial` of the next one, which loads it anew (C41.2).
 *
 * @example createOrdersQuery(client, { initial: shownBy(closed) });
 */
export function shownBy<State>(
  query: Pick<LiveQuery<State, AnyStream>, "getSnapshot"> | undefined,
): Loaded<State> | undefined {
  const data = query?.getSnapshot().data;
  return data === undefined ? undefined : { data };
}

/**
 * Holds what a `load` answered against {@link Loaded}: TypeScript is not everywhere, and a position may be missing where the
 * server sends none (C1.6).
 *
 * @param report Called when there is no position although the stream has events that could be missed.
 * @throws ClientError `load_failed` where there is no data, `invalid_position`
 */
export function checkLoaded<State>(
  stream: AnyStream,
  loaded: Loaded<State>,
  report: (problem: ClientError) => void,
): Loaded<State> {
  const subject = stream.name;
  if (typeof loaded !== "object" || loaded === null || !("data" in loaded)) {
    const message = `the load of a live query of the ${subject} stream must answer { data, position }, as client.call does`;
    throw new ClientError("load_failed", message, { subject });
  }
  checkPosition(loaded.position);
  if (loaded.position === undefined && Object.values(stream.events).some(({ delivery }) => delivery.durable)) {
    const message =
      `the load of a live query of the ${subject} stream answered no position: events between it and the stream's start ` +
      "are missed. Let the server send the position that it read before the rows, and pass it on";
    report(new ClientError("no_position", message, { subject }));
  }
  return loaded;
}

import { type AnyStream, NO_CONNECTION, type StreamQuery } from "@tidings/contracts";
import { withQuery } from "../http/url.ts";
import type { SharedStream } from "./shared-stream.ts";

/** A stream as a page opened it. */
export interface HeardStream<S extends AnyStream = AnyStream> {
  readonly stream: S;
  readonly query?: StreamQuery<S> | undefined;
}

/**
 * The name of the connection on which a stream is heard, for a request to say who need not be told (D23.3). Undefined
 * before its greeting and after its loss: a page that missed an event is sent it later and knows it by its id.
 */
export function connectionOf<S extends AnyStream>(
  streams: readonly SharedStream[],
  baseUrl: string,
  heard: HeardStream<S>,
): string {
  const address = withQuery(baseUrl + heard.stream.path, heard.query ?? {});
  for (const shared of streams) {
    if (shared.address !== address || shared.definition.name !== heard.stream.name) continue;
    const { connectionId } = shared.getSnapshot();
    if (connectionId !== undefined) return connectionId;
  }
  return NO_CONNECTION;
}

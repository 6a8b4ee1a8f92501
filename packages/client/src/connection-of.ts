import { type AnyStream, NO_CONNECTION } from "@tidings/contracts";
import type { SharedStream } from "./shared-stream.ts";
import { withQuery } from "./url.ts";

/** A stream as a page opened it. */
export interface HeardStream {
  readonly stream: AnyStream;
  readonly query?: object;
}

/**
 * The name of the connection on which a stream is heard, for a request to say who need not be told (D23). Before its
 * greeting and after its loss there is none: what it missed it will be sent, and knows by its id.
 */
export function connectionOf(streams: readonly SharedStream[], baseUrl: string, heard: HeardStream): string {
  const address = withQuery(baseUrl + heard.stream.path, heard.query ?? {});
  for (const shared of streams) {
    if (shared.address !== address || shared.definition.name !== heard.stream.name) continue;
    const { connectionId } = shared.getStatus();
    if (connectionId !== undefined) return connectionId;
  }
  return NO_CONNECTION;
}

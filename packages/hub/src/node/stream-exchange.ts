import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";

/** A request as Node's servers hand it over, whatever version of HTTP it came by. */
export type StreamRequest = IncomingMessage | Http2ServerRequest;

/** What answers a {@link StreamRequest}. */
export type StreamResponse = ServerResponse | Http2ServerResponse;

import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Connection } from "../connection.ts";
import type { Hub } from "../hub.ts";
import { lastEventIdOf } from "../last-event-id.ts";
import type { ServeOptions } from "../serve-options.ts";
import type { Sink } from "../sink.ts";
import { STREAM_HEADERS } from "../stream-headers.ts";
import { ResponseSink } from "./response-sink.ts";
import { SocketSink } from "./socket-sink.ts";

/**
 * Answers a request with a stream: for Express, Fastify or plain `http`. The request is authorized already; headers
 * set before (CORS, say) are kept. The position to resume from is the `Last-Event-ID` header's, else `?lastEventId=`.
 *
 * @throws HubError `draining` or `closed`, before anything was written
 * @example app.get(ordersStream.path, protect, (req, res) => {
 *   serveStream(hub, req, res, { stream: ordersStream, topics: [ordersStream.topic(user.id)], greeting, principal });
 * });
 * @see docs/spec/wire.md W11
 */
export function serveStream(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Connection {
  const header = request.headers["last-event-id"];
  const lastEventId = lastEventIdOf(typeof header === "string" ? header : undefined, request.url);
  const sink = sinkFor(request, response);
  const connection = hub.connect(sink, { ...options, lastEventId });
  if (isClosed(response)) {
    // It left while the route was finding out who it is, and nothing would ever tell of that again.
    connection.gone();
    return connection;
  }
  // HTTP/2 knows no Connection header and no chunks.
  if (request.httpVersionMajor < 2) response.setHeader("Connection", "keep-alive");
  if (sink instanceof SocketSink) response.setHeader("Transfer-Encoding", "chunked");
  response.writeHead(200, STREAM_HEADERS);
  response.flushHeaders();
  return connection;
}

/** HTTP/2's response shows the state of its stream only. */
function isClosed(response: ServerResponse & { readonly stream?: { readonly destroyed: boolean } }): boolean {
  return response.destroyed || response.stream?.destroyed === true;
}

/** The plain socket where nothing stands between it and the response; the response itself everywhere else. */
function sinkFor(request: IncomingMessage, response: ServerResponse): Sink {
  const { socket } = response;
  const plain = socket instanceof Socket && !(socket instanceof TLSSocket);
  const chunked = request.httpVersion === "1.1" && request.method === "GET";
  return plain && chunked ? new SocketSink(response, socket) : new ResponseSink(response);
}

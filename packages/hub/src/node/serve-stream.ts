import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Connection } from "../connection.ts";
import type { Hub } from "../hub.ts";
import { lastEventIdOf } from "../last-event-id.ts";
import type { ServeOptions } from "../serve-options.ts";
import type { Transport } from "../sink.ts";
import { sinkOver } from "../sink-over.ts";
import { STREAM_HEADERS } from "../stream-headers.ts";
import { takesGzip } from "../takes-gzip.ts";
import { LeasedSocket } from "./leased-socket.ts";
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
  const { batch = false, compression, ...connect } = options;
  const gzip = compression === "gzip" && takesGzip(request.headers["accept-encoding"]);
  const { socket } = response;
  const transport = transportFor(request, response);
  const connection = hub.connect(sinkOver(transport, { batch, gzip }), { ...connect, lastEventId });
  if (isClosed(response)) {
    // It left while the route was finding out who it is, and nothing would ever tell of that again.
    connection.gone();
    return connection;
  }
  // HTTP/2 knows no Connection header and no chunks.
  if (request.httpVersionMajor < 2) response.setHeader("Connection", "keep-alive");
  if (gzip) response.setHeader("Content-Encoding", "gzip");
  // Also where this reader takes none: the next one of a cache may.
  if (compression !== undefined) response.appendHeader("Vary", "Accept-Encoding");
  if (transport instanceof SocketSink) response.setHeader("Transfer-Encoding", "chunked");
  response.writeHead(200, STREAM_HEADERS);
  response.flushHeaders();
  if (transport instanceof SocketSink && socket instanceof LeasedSocket) {
    // When the bytes that the request came with are parsed to their end, and all that came with them is known.
    process.nextTick(() => socket.reclaim(request, response) && transport.own());
  }
  return connection;
}

/** HTTP/2's response shows the state of its stream only. */
function isClosed(response: ServerResponse & { readonly stream?: { readonly destroyed: boolean } }): boolean {
  return response.destroyed || response.stream?.destroyed === true;
}

/** The plain socket where nothing stands between it and the response; the response itself everywhere else. */
function transportFor(request: IncomingMessage, response: ServerResponse): Transport {
  const socket = plainSocketOf(response);
  const chunked = request.httpVersion === "1.1" && request.method === "GET";
  return socket !== undefined && chunked ? new SocketSink(response, socket) : new ResponseSink(response);
}

function plainSocketOf({ socket }: ServerResponse): Socket | undefined {
  // What waits in the lease would come after what passes by it.
  if (socket instanceof LeasedSocket) return socket.writableLength === 0 ? socket.socket : undefined;
  return socket instanceof Socket && !(socket instanceof TLSSocket) ? socket : undefined;
}

import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { AnyStream } from "@tidings/contracts";
import type { Greets } from "../connection/connect-request.ts";
import type { Connection } from "../connection/connection.ts";
import type { Hub } from "../hub.ts";
import { acceptsGzip } from "../serve/accepts-gzip.ts";
import { lastEventIdOf } from "../serve/last-event-id.ts";
import { refusalOfError, refusalOfMethod, type StreamRefusal } from "../serve/refusals.ts";
import type { ServeOptions } from "../serve/serve-options.ts";
import { STREAM_HEADERS } from "../serve/stream-headers.ts";
import { createReaderSink } from "../sink/reader-sink.ts";
import type { ByteSink } from "../sink/sink.ts";
import { DetachableSocket } from "./detachable-socket.ts";
import { ResponseSink } from "./response-sink.ts";
import { SocketSink } from "./socket-sink.ts";
import type { StreamRequest, StreamResponse } from "./stream-exchange.ts";

/**
 * Answers a request with a stream: for Express, plain `http`, `https` and `http2`. The request is authorized already;
 * headers set before (CORS, for example) are kept. The position to resume from is the `Last-Event-ID` header's, else
 * `?lastEventId=`.
 *
 * @returns The connection; undefined where there is none: a HEAD is answered with the headers alone, any other method
 * than GET with 405 (W13.2), and everyone with 503 and `Retry-After` while the hub drains or when it is closed (D12.1).
 * @throws HubError `invalid_greeting` or `invalid_topic`, before anything was sent: the route's fields or topics are not
 * this stream's
 * @example app.get(ordersStream.path, protect, (req, res) => {
 *   serveStream(hub, req, res, { stream: ordersStream, topics: [ordersStream.topic(user.id)], greeting, principal });
 * });
 * @see docs/spec/wire.md W11
 */
export function serveStream<S extends AnyStream>(
  hub: Hub,
  request: StreamRequest,
  response: StreamResponse,
  options: ServeOptions<S> & Greets<S>,
): Connection | undefined;
export function serveStream<S extends AnyStream>(
  hub: Hub,
  request: StreamRequest,
  response: StreamResponse,
  options: ServeOptions<S>,
): Connection | undefined {
  const { batch = false, compression, ...connect } = options;
  const refusal = refusalOfMethod(request.method);
  if (refusal !== undefined) return refuse(request, response, refusal);
  const header = request.headers["last-event-id"];
  const lastEventId = lastEventIdOf(typeof header === "string" ? header : undefined, request.url);
  const gzip = compression === "gzip" && acceptsGzip(request.headers["accept-encoding"]);
  const transport = transportFor(request, response);
  let connection: Connection | undefined;
  try {
    if (request.method === "HEAD") hub.checkConnect(connect);
    else connection = hub.connect(createReaderSink(transport, { batch, gzip }), { ...connect, lastEventId });
  } catch (error) {
    return refuse(request, response, refusalOfError(error));
  }
  if (isClosed(response)) {
    // The reader left while the route was authenticating it; no later event would say so.
    connection?.gone();
    return connection;
  }
  if (gzip) response.setHeader("Content-Encoding", "gzip");
  // Also if this reader accepts no compression: a cache may answer the next reader from this response.
  if (compression !== undefined) response.appendHeader("Vary", "Accept-Encoding");
  // Also if there is no body: clients do not reuse a connection whose answer does not say how it ends.
  if (connection === undefined || transport instanceof SocketSink) chunk(request, response);
  if (response instanceof ServerResponse) response.writeHead(200, STREAM_HEADERS).flushHeaders();
  else response.writeHead(200, STREAM_HEADERS);
  if (connection === undefined) {
    response.end();
    return undefined;
  }
  if (transport instanceof SocketSink) leaveHttp(transport, request, response);
  return connection;
}

function chunk(request: StreamRequest, response: StreamResponse): void {
  if (request.httpVersion === "1.1") response.setHeader("Transfer-Encoding", "chunked");
}

/** Takes the socket from HTTP when the bytes that the request came with are parsed, and all that came is known. */
function leaveHttp(sink: SocketSink, request: StreamRequest, response: StreamResponse): void {
  const { socket } = response;
  if (
    !(socket instanceof DetachableSocket && request instanceof IncomingMessage && response instanceof ServerResponse)
  ) {
    return;
  }
  process.nextTick(() => {
    // What the answer promised: whether another request may follow on this connection (W11.4).
    const keepAlive = response.shouldKeepAlive && !/\bclose\b/i.test(String(response.getHeader("Connection")));
    if (socket.detachFromHttp(request, response)) sink.takeOver(socket.owner, keepAlive);
  });
}

function refuse(request: StreamRequest, response: StreamResponse, { status, headers, body }: StreamRefusal): undefined {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 has no `Connection` header.
    if (name !== "Connection" || request.httpVersionMajor < 2) response.setHeader(name, value);
  }
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  if (request.method === "HEAD") response.end();
  else response.end(JSON.stringify(body));
}

/** HTTP/2's response shows the state of its stream only. */
function isClosed(response: StreamResponse): boolean {
  return response.destroyed || ("stream" in response && response.stream?.destroyed === true);
}

/** The plain socket where nothing stands between it and the response; the response itself everywhere else. */
function transportFor(request: StreamRequest, response: StreamResponse): ByteSink {
  const chunked = request.httpVersion === "1.1" && request.method === "GET";
  const socket = chunked && response instanceof ServerResponse ? plainSocketOf(response) : undefined;
  return socket !== undefined && response instanceof ServerResponse
    ? new SocketSink(response, socket)
    : new ResponseSink(response);
}

function plainSocketOf({ socket }: ServerResponse): Socket | undefined {
  // Bytes still buffered in the wrapper would arrive after bytes written straight to the socket.
  if (socket instanceof DetachableSocket) return socket.writableLength === 0 ? socket.socket : undefined;
  return socket instanceof Socket && !(socket instanceof TLSSocket) ? socket : undefined;
}

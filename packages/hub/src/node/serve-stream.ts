import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { AnyStream, Topic } from "@tidings/contracts";
import type { Connection, Principal } from "../connection.ts";
import type { ConnectRequest, Hub } from "../hub.ts";
import type { Sink } from "../sink.ts";
import { STREAM_HEADERS } from "./headers.ts";
import { ResponseSink } from "./response-sink.ts";
import { SocketSink } from "./socket-sink.ts";

/** What a route decides before it hands its request to the hub. */
export interface ServeOptions {
  readonly stream: AnyStream;
  readonly topics: readonly Topic[];
  readonly greeting: ConnectRequest["greeting"];
  readonly principal?: Principal | undefined;
}

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
  const sink = sinkFor(request, response);
  const connection = hub.connect(sink, { ...options, lastEventId: lastEventIdOf(request) });
  // HTTP/2 knows no Connection header and no chunks.
  const { Connection: keepAlive, ...headers } = STREAM_HEADERS;
  if (request.httpVersionMajor < 2) response.setHeader("Connection", keepAlive);
  if (sink instanceof SocketSink) response.setHeader("Transfer-Encoding", "chunked");
  response.writeHead(200, headers);
  response.flushHeaders();
  return connection;
}

/** The plain socket where nothing stands between it and the response; the response itself everywhere else. */
function sinkFor(request: IncomingMessage, response: ServerResponse): Sink {
  const { socket } = response;
  const plain = socket instanceof Socket && !(socket instanceof TLSSocket);
  const chunked = request.httpVersion === "1.1" && request.method === "GET";
  return plain && chunked ? new SocketSink(response, socket) : new ResponseSink(response);
}

/** Node hands header bytes over as Latin-1; ids travel as UTF-8 (C4). */
function lastEventIdOf(request: IncomingMessage): string | undefined {
  const header = request.headers["last-event-id"];
  if (typeof header === "string" && header !== "") return Buffer.from(header, "latin1").toString("utf8");
  const query = request.url?.split("?", 2)[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get("lastEventId") ?? undefined);
}

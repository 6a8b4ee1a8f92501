import type { IncomingMessage, ServerResponse } from "node:http";
import type { AnyStream, Topic } from "@tidings/contracts";
import type { Connection, Principal } from "../connection.ts";
import type { ConnectRequest, Hub } from "../hub.ts";
import { STREAM_HEADERS } from "./headers.ts";
import { ResponseSink } from "./response-sink.ts";

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
  const connection = hub.connect(new ResponseSink(response), { ...options, lastEventId: lastEventIdOf(request) });
  response.on("close", () => connection.close("gone"));
  response.on("drain", () => connection.drained());
  // A reset by the reader is how most streams end.
  response.on("error", () => connection.close("gone"));
  response.writeHead(200, STREAM_HEADERS);
  response.flushHeaders();
  return connection;
}

/** Node hands header bytes over as Latin-1; ids travel as UTF-8 (C4). */
function lastEventIdOf(request: IncomingMessage): string | undefined {
  const header = request.headers["last-event-id"];
  if (typeof header === "string" && header !== "") return Buffer.from(header, "latin1").toString("utf8");
  const query = request.url?.split("?", 2)[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get("lastEventId") ?? undefined);
}

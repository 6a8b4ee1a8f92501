import type { Connection } from "../connection.ts";
import type { Hub } from "../hub.ts";
import { lastEventIdOf } from "../last-event-id.ts";
import type { ServeOptions } from "../serve-options.ts";
import { sinkOver } from "../sink-over.ts";
import { STREAM_HEADERS } from "../stream-headers.ts";
import { takesGzip } from "../takes-gzip.ts";
import { StreamSink } from "./stream-sink.ts";

/**
 * Answers a web `Request` with a streaming `Response`: for Next.js route handlers, Hono, Deno, Bun. The request is
 * authorized already; add headers of your own to the response that comes back. It is 503 with `Retry-After` where the
 * hub drains or is closed.
 *
 * @example export const GET = async (request: Request) => {
 *   const user = await signedIn(request);
 *   return serveStream(hub, request, { stream: ordersStream, topics: [ordersStream.topic(user.id)], greeting });
 * };
 * @see docs/spec/wire.md W11
 */
export function serveStream(hub: Hub, request: Request, options: ServeOptions): Response {
  const { batch = false, compression, ...connect } = options;
  const gzip = compression === "gzip" && takesGzip(request.headers.get("accept-encoding") ?? undefined);
  const transport = new StreamSink();
  const lastEventId = lastEventIdOf(request.headers.get("last-event-id"), request.url);
  let connection: Connection;
  try {
    connection = hub.connect(sinkOver(transport, { batch, gzip }), { ...connect, lastEventId });
  } catch (error) {
    if (isEnding(error)) return restarting();
    throw error;
  }
  // Hosts tell of a reader that left by cancelling the body, by aborting the request, or both. The body ends before the
  // connection cuts it: an error in it would be logged by hosts that read on (Hono does), and it is none.
  const leave = () => {
    transport.end();
    connection.gone();
  };
  request.signal.addEventListener("abort", leave, { once: true });
  // It left while the route was finding out who it is, and nothing would ever tell of that again.
  if (request.signal.aborted) leave();
  const headers = new Headers(STREAM_HEADERS);
  if (gzip) headers.set("Content-Encoding", "gzip");
  // Also where this reader takes none: the next one of a cache may.
  if (compression !== undefined) headers.set("Vary", "Accept-Encoding");
  return new Response(transport.body, { headers });
}

/** By its code, not by its class: bundlers load the class once for each route, and a hub is made in one of them. */
function isEnding(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "draining" || error.code === "closed");
}

/** Closed, because a server that ends waits for its connections, and readers would come back on theirs (D12). */
function restarting(): Response {
  const body = { success: false, errors: ["The server is restarting; try again shortly"] };
  return Response.json(body, { status: 503, headers: { "Retry-After": "2", Connection: "close" } });
}

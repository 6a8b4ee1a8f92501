import type { AnyStream } from "@tidings/contracts";
import type { Greets } from "../connection/connect-request.ts";
import type { Hub } from "../hub.ts";
import { acceptsGzip } from "../serve/accepts-gzip.ts";
import { lastEventIdOf } from "../serve/last-event-id.ts";
import { refusalOfError, refusalOfMethod, type StreamRefusal } from "../serve/refusals.ts";
import type { ServeOptions } from "../serve/serve-options.ts";
import { STREAM_HEADERS } from "../serve/stream-headers.ts";
import { createReaderSink } from "../sink/reader-sink.ts";
import { StreamSink } from "./stream-sink.ts";

/**
 * Answers a web `Request` with a streaming `Response`: for Next.js route handlers, Hono, Deno, Bun. The request is
 * authorized already; add headers of your own to the response that comes back. It is 503 with `Retry-After` where the
 * hub drains or is closed, the headers alone for a HEAD, and 405 for any other method than GET (W13.1, W13.2).
 *
 * @throws HubError `invalid_greeting` or `invalid_topic`: the route's fields or topics are not this stream's
 * @example export const GET = async (request: Request) => {
 *   const user = await signedIn(request);
 *   return serveStream(hub, request, { stream: ordersStream, topics: [ordersStream.topic(user.id)], greeting });
 * };
 * @see docs/spec/wire.md W11
 */
export function serveStream<S extends AnyStream>(
  hub: Hub,
  request: Request,
  options: ServeOptions<S> & Greets<S>,
): Response;
export function serveStream<S extends AnyStream>(hub: Hub, request: Request, options: ServeOptions<S>): Response {
  const { batch = false, compression, ...connect } = options;
  const refusal = refusalOfMethod(request.method);
  if (refusal !== undefined) return refuse(refusal);
  const gzip = compression === "gzip" && acceptsGzip(request.headers.get("accept-encoding") ?? undefined);
  const headers = new Headers(STREAM_HEADERS);
  if (gzip) headers.set("Content-Encoding", "gzip");
  // Also where this reader takes none: the next one of a cache may.
  if (compression !== undefined) headers.set("Vary", "Accept-Encoding");
  const lastEventId = lastEventIdOf(request.headers.get("last-event-id"), request.url);
  try {
    if (request.method === "HEAD") {
      hub.checkConnect(connect);
      return new Response(null, { headers });
    }
    const transport = new StreamSink();
    const connection = hub.connect(createReaderSink(transport, { batch, gzip }), { ...connect, lastEventId });
    // Hosts tell of a reader that left by cancelling the body, by aborting the request, or both.
    request.signal.addEventListener("abort", () => connection.gone());
    // It left while the route was finding out who it is, and nothing would ever tell of that again.
    if (request.signal.aborted) connection.gone();
    return new Response(transport.body, { headers });
  } catch (error) {
    return refuse(refusalOfError(error));
  }
}

function refuse({ status, headers, body }: StreamRefusal): Response {
  return Response.json(body, { status, headers });
}

import type { Connection } from "../connection/connection.ts";
import type { Hub } from "../hub.ts";
import { serveStream as serveOnNode } from "../node/serve-stream.ts";
import type { StreamRequest, StreamResponse } from "../node/stream-exchange.ts";
import type { ServeOptions } from "../serve/serve-options.ts";

/** What is used of a Fastify request. */
export interface FastifyRequestParts {
  readonly raw: StreamRequest;
}

/** What is used of a Fastify reply. */
export interface FastifyReplyParts {
  readonly raw: StreamResponse;
  getHeaders(): Readonly<Record<string, number | string | readonly string[] | undefined>>;
  hijack(): unknown;
}

/**
 * Answers a Fastify request with a stream. Fastify keeps the headers of a reply to itself until it sends it, so that
 * those set before, as `@fastify/cors` and `reply.header` do, are handed on here; then the reply is hijacked.
 *
 * @returns As `serveStream` of `@tidings/hub/node`.
 * @example
 * const app = Fastify({ serverFactory: (handler, options) => createStreamServer(handler, options) });
 * app.get(ordersStream.path, (request, reply) => {
 *   serveStream(hub, request, reply, { stream: ordersStream, topics: [ordersStream.topic(user.id)], greeting });
 * });
 * @see docs/spec/wire.md W11
 */
export function serveStream(
  hub: Hub,
  request: FastifyRequestParts,
  reply: FastifyReplyParts,
  options: ServeOptions,
): Connection | undefined {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  const connection = serveOnNode(hub, request.raw, reply.raw, options);
  // Not before: what is thrown above is Fastify's to answer.
  reply.hijack();
  return connection;
}

import type { AnyStream, StreamQuery, Topic } from "@tidings/contracts";
import type { Hub } from "@tidings/hub";
import { serveStream } from "@tidings/hub/node";
import type { IRouter, Request, Response } from "express";
import type { Authenticate, Principal } from "../domains/auth/authenticate.ts";
import { type ConnectionCaps, checkConnectionCaps } from "./connection-caps.ts";
import { validate } from "./validate.ts";

/** What every stream route needs. */
export interface StreamHost {
  readonly router: IRouter;
  readonly authenticate: Authenticate;
  readonly hub: Hub;
  readonly caps: ConnectionCaps;
}

/** What a user hears on a stream. */
export interface Subscription {
  readonly topics: readonly Topic[];
  /** The source's own fields of the greeting. */
  readonly greeting: Readonly<Record<string, unknown>>;
}

/**
 * Serves a stream of the contract to signed-in users.
 *
 * @example
 * serveStreamRoute(host, ordersStream, ({ user }) => ({ topics: [ordersStream.topic(user.id)], greeting }));
 */
export function serveStreamRoute<S extends AnyStream>(
  { router, authenticate, hub, caps }: StreamHost,
  stream: S,
  subscribe: (principal: Principal, query: StreamQuery<S>) => Subscription,
): void {
  router.get(stream.path, async (request: Request, response: Response) => {
    const principal = await authenticate(request, response, stream.access === "admin" ? "admin" : "user");
    const query = validate(stream.query, request.query, "query") as StreamQuery<S>;
    checkConnectionCaps(hub, caps, principal.user.id);
    const { topics, greeting } = subscribe(principal, query);
    // A HEAD has no body to stream.
    if (request.method === "HEAD") return void response.type("text/event-stream").end();
    const owner = { id: principal.user.id, expiresAt: principal.expiresAt };
    serveStream(hub, request, response, { stream, topics, greeting, principal: owner });
  });
}

import type { AnyStream, StreamQuery, Topic } from "@tidings/contracts";
import { type Hub, HubError } from "@tidings/hub";
import { serveStream } from "@tidings/hub/node";
import type { IRouter, NextFunction, Request, Response } from "express";
import type { Authenticate, Authentication, Principal } from "../domains/auth/authenticate.ts";
import type { Withdrawals } from "../domains/auth/withdrawals.ts";
import { addressKey } from "../limits/address-key.ts";
import { type ConnectionCaps, checkConnectionCaps } from "../limits/connection-caps.ts";
import type { Limits } from "../limits/limits.ts";
import { ServerError } from "../server-error.ts";
import { validate } from "./validate.ts";

/** What every stream route needs. */
export interface StreamHost {
  readonly router: IRouter;
  readonly authenticate: Authenticate;
  readonly hub: Hub;
  readonly caps: ConnectionCaps;
  readonly limits: Limits;
  readonly holds: Authentication["holds"];
  readonly withdrawals: Pick<Withdrawals, "count">;
  /** Told why a stream was refused, in a word. */
  readonly onRefused: (reason: string, request: Request) => void;
}

/** What a user hears on a stream. */
export interface Subscription {
  readonly topics: readonly Topic[];
  /** The source's own fields of the greeting. */
  readonly greeting: Readonly<Record<string, unknown>>;
}

/** Where a stream is served beside its own path. */
export interface StreamAlias {
  readonly path: `/${string}`;
  /** Whether a request is for this stream; others go on to the next route of the same path. */
  readonly takes: (request: Request) => boolean;
}

/**
 * Serves a stream of the contract to signed-in users, at its own path or another.
 *
 * @example
 * serveStreamRoute(host, ordersStream, ({ user }) => ({ topics: [ordersStream.topic(user.id)], greeting }));
 */
export function serveStreamRoute<S extends AnyStream>(
  { router, authenticate, holds, withdrawals, hub, caps, limits, onRefused }: StreamHost,
  stream: S,
  subscribe: (principal: Principal, query: StreamQuery<S>) => Subscription | Promise<Subscription>,
  alias: StreamAlias = { path: stream.path, takes: () => true },
): void {
  const access = stream.access === "admin" ? "admin" : "user";

  router.get(alias.path, async (request: Request, response: Response, next: NextFunction) => {
    if (!alias.takes(request)) return next("route");
    try {
      await limits.connect(request.ip);
      const withdrawn = withdrawals.count;
      const principal = await authenticate(request, response, access, stream.name);
      const query = validate(stream.query, request.query, "query") as StreamQuery<S>;
      const { topics, greeting } = await subscribe(principal, query);
      const address = addressKey(request.ip);
      // From here to the connection nothing is awaited, or two at once would both be the last (S9).
      checkConnectionCaps(hub, caps, { userId: principal.user.id, address });
      // A HEAD has no body to stream.
      if (request.method === "HEAD") return void response.type("text/event-stream").end();
      const { sessionId, expiresAt } = principal.session;
      const owner = { id: principal.user.id, sessionId, expiresAt };
      const connection = serveStream(hub, request, response, { stream, topics, greeting, principal: owner, address });
      // Whatever was withdrawn since the question was asked found no stream to end (S12).
      if (withdrawals.count !== withdrawn && !(await holds(principal))) connection.end("revoked", 0);
    } catch (error) {
      onRefused(error instanceof ServerError || error instanceof HubError ? error.code : "failed", request);
      throw error;
    }
  });
}

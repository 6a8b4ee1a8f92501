import type { ServerResponse } from "node:http";
import {
  type AnyStream,
  batchParameter,
  type GreetingFields,
  parse,
  STREAM_PARAMETERS,
  type StreamQuery,
  type Topic,
} from "@tidings/contracts";
import { clientAddress, orRefuse, Refusal, readQuery } from "@tidings/express";
import { type Hub, HubError } from "@tidings/hub";
import { type ServeOptions, serveStream } from "@tidings/hub/node";
import type { Authenticate, Authentication, Principal } from "../domains/auth/authenticate.ts";
import { findCredential, findTicket } from "../domains/auth/credential.ts";
import type { Withdrawals } from "../domains/auth/withdrawals.ts";
import { addressKey } from "../limits/address-key.ts";
import { type ConnectionCaps, checkConnectionCaps } from "../limits/connection-caps.ts";
import type { Limits } from "../limits/limits.ts";
import type { StreamRequest, StreamRouter } from "./stream-front.ts";

/** What every stream route needs. */
export interface StreamHost {
  readonly streams: StreamRouter;
  readonly authenticate: Authenticate;
  readonly hub: Hub;
  readonly caps: ConnectionCaps;
  readonly limits: Limits;
  /** What compresses streams for readers that take it (S16). Default: nothing. */
  readonly compression?: ServeOptions["compression"];
  readonly holds: Authentication["holds"];
  readonly withdrawals: Pick<Withdrawals, "count">;
  /** Told why a stream was refused, in a word. */
  readonly onRefused: (reason: string, request: StreamRequest) => void;
}

/** What a user hears on a stream. */
export interface Subscription<S extends AnyStream> {
  readonly topics: readonly Topic<S>[];
  /** The source's own fields of the greeting. */
  readonly greeting: GreetingFields<S>;
  /** How many connections the stream takes on this node; 0 or undefined for no limit of its own. */
  readonly maxConnections?: number;
}

/** Decides what a reader hears; throws a ServerError to refuse. */
export type Subscribe<S extends AnyStream, Who> = (
  principal: Who,
  query: StreamQuery<S>,
) => Subscription<S> | Promise<Subscription<S>>;

/** Where a stream is served beside its own path. */
export interface StreamAlias {
  readonly path: `/${string}`;
  /** Whether a request is for this stream; others go on to the next route of the same path. */
  readonly takes: (request: StreamRequest) => boolean;
}

/**
 * Serves a stream of the contract to signed-in users, at its own path or another.
 *
 * @example
 * serveStreamRoute(host, ordersStream, ({ user }) => ({ topics: [ordersStream.topic(user.id)], greeting }));
 */
export function serveStreamRoute<S extends AnyStream>(
  host: StreamHost,
  stream: S,
  subscribe: Subscribe<NoInfer<S>, Principal>,
  alias?: StreamAlias,
): void {
  const access = stream.access === "admin" ? "admin" : "user";
  serve(
    host,
    stream,
    (request, response) => host.authenticate(request, response, access, stream.name),
    subscribe,
    alias,
  );
}

/**
 * Serves a stream of the contract to anyone. Whoever shows a token or a ticket must show a good one; without, there is
 * no principal.
 */
export function serveOpenStreamRoute<S extends AnyStream>(
  host: StreamHost,
  stream: S,
  subscribe: Subscribe<NoInfer<S>, Principal | undefined>,
): void {
  const identify: Identify<Principal | undefined> = async (request, response) => {
    if (findCredential(request) === undefined && findTicket(request) === undefined) return undefined;
    return host.authenticate(request, response, "user", stream.name);
  };
  serve(host, stream, identify, subscribe);
}

type Identify<Who> = (request: StreamRequest, response: ServerResponse) => Promise<Who>;

function serve<S extends AnyStream, Who extends Principal | undefined>(
  { streams, holds, withdrawals, hub, caps, limits, compression, onRefused }: StreamHost,
  stream: S,
  identify: Identify<Who>,
  subscribe: Subscribe<S, Who>,
  alias: StreamAlias = { path: stream.path, takes: () => true },
): void {
  async function open(request: StreamRequest, response: ServerResponse) {
    try {
      const from = clientAddress(request);
      await limits.connect(from);
      const withdrawn = withdrawals.count;
      const principal = await identify(request, response);
      const query = readQuery(stream.query, request, STREAM_PARAMETERS) as StreamQuery<S>;
      const batch = orRefuse(parse(batchParameter, request.query.batch, "batch")) === "true";
      const { topics, greeting, maxConnections = 0 } = await subscribe(principal, query);
      const address = addressKey(from);
      const seat = { userId: principal?.user.id, address, stream: stream.name, maxOfStream: maxConnections };
      checkConnectionCaps(hub, caps, seat);
      const owner = principal && { id: principal.user.id, ...sessionOf(principal) };
      const reader: ServeOptions = { stream, topics, greeting, principal: owner, address };
      // Refused here, so that it is counted and answered as every other refusal.
      hub.checkConnect(reader);
      const connection = serveStream(hub, request, response, { ...reader, batch, compression });
      // Whatever was withdrawn since the question was asked found no stream to end (S12).
      if (principal === undefined || withdrawals.count === withdrawn) return;
      // A store that cannot say whether the right still holds gives nobody a stream.
      if (!(await holds(principal).catch(() => false))) connection?.end("revoked", 0);
    } catch (error) {
      onRefused(error instanceof Refusal || error instanceof HubError ? error.code : "failed", request);
      throw error;
    }
  }

  streams.stream(alias.path, { takes: alias.takes, open });
}

function sessionOf({ session: { sessionId, expiresAt } }: Principal) {
  return { sessionId, expiresAt };
}

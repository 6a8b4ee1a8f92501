import {
  type AnyStream,
  batchParameter,
  type GreetingFields,
  parse,
  STREAM_PARAMETERS,
  type StreamQuery,
  type Topic,
} from "@tidings/contracts";
import type { Hub, Principal } from "@tidings/hub";
import type { ServeOptions } from "@tidings/hub/node";
import { addressKey } from "../address-key.ts";
import { type CheckCaps, NO_CAPS, refuseOverCaps } from "../connection-caps.ts";
import type { Revocations } from "../revocations.ts";
import { orRefuse, readQuery } from "./validate.ts";

/** What every route of a stream needs, in any web framework. */
export interface StreamAdmission<Who extends Principal = Principal> {
  readonly hub: Hub;
  /**
   * Refuses a stream that would exceed a cap (S9.1): what `createCapCheck` makes. Default: only a
   * stream's own `maxConnections` counts.
   */
  readonly checkCaps?: CheckCaps | undefined;
  /**
   * Counts an attempt to open a stream from an address, and throws a `Refusal` if there are too many (S14.1). Default:
   * no limit.
   */
  readonly limitConnects?: ((address: string | undefined) => Promise<void>) | undefined;
  /**
   * Used with `isStillValid`: if something was revoked while a stream was being opened, that stream is checked again
   * (S12.5).
   */
  readonly revocations?: Pick<Revocations, "count"> | undefined;
  /** Whether the session and the rights of a principal are still valid. */
  readonly isStillValid?: ((principal: Who) => Promise<boolean>) | undefined;
  /** Query parameters that the route reads itself (S21.1). Default: those that every stream takes. */
  readonly parameters?: readonly string[] | undefined;
  /** How streams are compressed for readers that accept it (S16.1). Default: not at all. */
  readonly compression?: ServeOptions["compression"] | undefined;
}

/** A request for a stream. */
export interface StreamOpening<Who extends Principal | undefined> {
  /** With its query; an absolute address or a path. */
  readonly url: string | undefined;
  /** The client's address. It is the nearest proxy's if that proxy is not trusted. */
  readonly address: string | undefined;
  /** Resolves with the reader, undefined if nobody is signed in; throws a `Refusal` for a bad credential. */
  readonly identify: () => Promise<Who>;
}

/** What a reader gets on a stream. */
export interface Subscription<S extends AnyStream> {
  readonly topics: readonly Topic<S>[];
  /** The greeting's own fields. Leave it out if the contract declares none. */
  readonly greeting?: GreetingFields<S> | undefined;
  /** How many connections the stream takes on this node; at least 1. Default Infinity: no limit of its own. */
  readonly maxConnections?: number | undefined;
}

/** Decides which topics a reader gets; throws a `Refusal` to refuse. */
export type Subscribe<S extends AnyStream, Who> = (
  principal: Who,
  query: StreamQuery<S>,
) => Subscription<S> | Promise<Subscription<S>>;

/**
 * Opens a stream of the contract: counts the attempt, identifies the reader, reads the query, asks `subscribe` for the
 * topics, checks the caps, and calls `serve`. A reader whose rights were revoked in the meantime loses the stream at
 * once (S12.5).
 *
 * @param serve Calls `serveStream` of the framework's entry of `@tidings/hub` with the options it is given. Nothing is
 *   awaited between the caps and this call, or two readers at once could both take the last place (S9.6).
 * @returns What `serve` returned
 * @throws Refusal if the reader may not open the stream; HubError `draining`, `closed` and what `hub.connect` throws
 * @example
 * app.get(ordersStream.path, async (request, reply) => {
 *   const opening = { url: request.url, address: request.ip, identify: () => signedIn(request) };
 *   const subscribe = (user) => ({ topics: [ordersStream.topic(user.id)], greeting: { message: "SSE connected" } });
 *   await openStream({ hub, checkCaps }, ordersStream, opening, subscribe, (reader) => serveStream(hub, request, reply, reader));
 * });
 */
export async function openStream<S extends AnyStream, Who extends Principal | undefined, Served>(
  admission: StreamAdmission<NonNullable<Who>>,
  stream: S,
  { url, address: from, identify }: StreamOpening<Who>,
  subscribe: Subscribe<S, Who>,
  serve: (reader: ServeOptions) => Served,
): Promise<Served> {
  const {
    hub,
    checkCaps,
    limitConnects,
    revocations,
    isStillValid,
    compression,
    parameters = STREAM_PARAMETERS,
  } = admission;
  await limitConnects?.(from);
  const revokedBefore = revocations?.count;
  const who = await identify();
  const query = readQuery(stream.query, { url }, parameters) as StreamQuery<S>;
  const batch = orRefuse(parse(batchParameter, parameterOf(url, "batch"), "batch")) === "true";
  const { topics, greeting, maxConnections } = await subscribe(who, query);
  const address = addressKey(from);
  const seat = { userId: who?.id, address, stream: stream.name, maxOfStream: maxConnections };
  if (checkCaps === undefined) refuseOverCaps(hub, NO_CAPS, seat);
  else checkCaps(seat);
  // `serve` would answer this by itself. Thrown here, the route counts and answers it like every other refusal.
  hub.checkOpen();
  const principal = who && principalOf(who);
  const served = serve({ stream, topics, greeting, principal, address, batch, compression });
  if (who !== undefined && isStillValid !== undefined && revocations?.count !== revokedBefore) {
    // Whatever was revoked since `identify` found no stream to end, so check again. If the store cannot say whether the
    // rights are still valid, the reader loses the stream.
    if (!(await isStillValid(who).catch(() => false))) disconnect(hub, who);
  }
  return served;
}

/**
 * The fields of the principal that the connection keeps. A connection lives long, so it should not hold the
 * application's own fields in memory.
 */
function principalOf({ id, sessionId, expiresAt }: Principal): Principal {
  return { id, sessionId, expiresAt };
}

function disconnect(hub: Hub, { id, sessionId }: Principal): void {
  if (sessionId === undefined) hub.disconnectUser(id);
  else hub.disconnectSession({ id, sessionId });
}

/** Reads a parameter of the query. The query's schema has already checked that each name comes once. */
function parameterOf(url: string | undefined, name: string): string | undefined {
  const at = url?.indexOf("?") ?? -1;
  if (url === undefined || at === -1) return undefined;
  return new URLSearchParams(url.slice(at + 1)).get(name) ?? undefined;
}

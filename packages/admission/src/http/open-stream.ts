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
import { type ConnectionCaps, checkConnectionCaps } from "../connection-caps.ts";
import type { Revocations } from "../revocations.ts";
import { orRefuse, readQuery } from "./validate.ts";

/** What every route of a stream needs, whatever its web framework. */
export interface StreamAdmission<Who extends Principal = Principal> {
  readonly hub: Hub;
  /** How many streams may be open (S9.1). Default: as many as come. */
  readonly caps?: ConnectionCaps | undefined;
  /** Counts an attempt to open a stream from an address, and throws a `Refusal` for one too many (S14.1). Default: no limit. */
  readonly limitConnects?: ((address: string | undefined) => Promise<void>) | undefined;
  /** Together with `isStillValid`: a stream that was being opened while something was revoked is checked again (S12.5). */
  readonly revocations?: Pick<Revocations, "count"> | undefined;
  /** Whether the session and the rights of a principal still hold. */
  readonly isStillValid?: ((principal: Who) => Promise<boolean>) | undefined;
  /** Query parameters that the route reads itself (S21.1). Default: those that every stream takes. */
  readonly parameters?: readonly string[] | undefined;
  /** What compresses streams for readers that take it (S16.1). Default: nothing. */
  readonly compression?: ServeOptions["compression"] | undefined;
}

/** A request for a stream. */
export interface StreamOpening<Who extends Principal | undefined> {
  /** With its query; an absolute address or a path. */
  readonly url: string | undefined;
  /** The address that the request comes from, as far as the proxies in front are known. */
  readonly address: string | undefined;
  /** Resolves with who asks, undefined for nobody who is signed in; throws a `Refusal` for a bad credential. */
  readonly identify: () => Promise<Who>;
}

/** What a reader hears on a stream. */
export interface Subscription<S extends AnyStream> {
  readonly topics: readonly Topic<S>[];
  /** The greeting's own fields; left out where the contract gives it none. */
  readonly greeting?: GreetingFields<S> | undefined;
  /** How many connections the stream takes on this node; at least 1. Default Infinity: no limit of its own. */
  readonly maxConnections?: number | undefined;
}

/** Decides what a reader hears; throws a `Refusal` to refuse. */
export type Subscribe<S extends AnyStream, Who> = (
  principal: Who,
  query: StreamQuery<S>,
) => Subscription<S> | Promise<Subscription<S>>;

/**
 * Opens a stream of the contract: counts the attempt, identifies the reader, reads the query, asks what they may hear,
 * holds the caps, and has the stream served. A reader whose right was revoked in the meantime loses the stream at once
 * (S12.5).
 *
 * @param serve Calls `serveStream` of the framework's entry of `@tidings/hub` with the options it is given. Nothing is
 *   awaited between the caps and this call, so that of two readers at once not both take the last place (S9.6).
 * @returns What `serve` returned
 * @throws Refusal for whoever may not listen; HubError `draining`, `closed` and what `hub.checkConnect` throws
 * @example
 * app.get(ordersStream.path, async (request, reply) => {
 *   const opening = { url: request.url, address: request.ip, identify: () => signedIn(request) };
 *   const subscribe = (user) => ({ topics: [ordersStream.topic(user.id)], greeting: { message: "SSE connected" } });
 *   await openStream({ hub, caps }, ordersStream, opening, subscribe, (reader) => serveStream(hub, request, reply, reader));
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
    caps,
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
  checkConnectionCaps(hub, caps ?? {}, seat);
  const reader: ServeOptions = { stream, topics, greeting, principal: who && principalOf(who), address };
  // Asked here, so that a route counts and answers it as every other refusal.
  hub.checkConnect(reader);
  const served = serve({ ...reader, batch, compression });
  if (who !== undefined && isStillValid !== undefined && revocations?.count !== revokedBefore) {
    // What was revoked since `identify` found no stream to end. A store that cannot say whether the right still holds
    // gives nobody a stream.
    if (!(await isStillValid(who).catch(() => false))) disconnect(hub, who);
  }
  return served;
}

/**
 * The fields of the principal that the connection keeps. It lives long and should not hold the application's own
 * fields.
 */
function principalOf({ id, sessionId, expiresAt }: Principal): Principal {
  return { id, sessionId, expiresAt };
}

function disconnect(hub: Hub, { id, sessionId }: Principal): void {
  if (sessionId === undefined) hub.disconnectUser(id);
  else hub.disconnectSession({ id, sessionId });
}

/** A parameter of the query, which was held against a schema that takes each name once. */
function parameterOf(url: string | undefined, name: string): string | undefined {
  const at = url?.indexOf("?") ?? -1;
  if (url === undefined || at === -1) return undefined;
  return new URLSearchParams(url.slice(at + 1)).get(name) ?? undefined;
}

import type { ServerResponse } from "node:http";
import { Refusal } from "@tidings/admission";
import { openStream, type StreamAdmission, type Subscribe } from "@tidings/admission/http";
import type { AnyStream } from "@tidings/contracts";
import { HubError, type Principal } from "@tidings/hub";
import { serveStream } from "@tidings/hub/node";
import { clientAddress } from "./client-address.ts";
import type { StreamRequest, StreamRouter } from "./stream-front.ts";

/** What every stream's route needs. */
export interface StreamContext<Who extends Principal = Principal> extends StreamAdmission<Who> {
  readonly streams: StreamRouter;
  /**
   * Resolves with the reader who requests the stream of this name; throws a `Refusal` if the reader may not open it.
   */
  readonly authenticate: (
    request: StreamRequest,
    response: ServerResponse,
    access: "user" | "admin",
    stream: string,
  ) => Promise<Who>;
  /** Called with the code of each refusal. Default: does nothing. */
  readonly onRefused?: ((reason: string, request: StreamRequest) => void) | undefined;
}

/** Another address of a stream, beside its own path. */
export interface StreamAlias {
  readonly path: `/${string}`;
  /** Whether a request is for this stream. Other requests go on to the next route of the same path. */
  readonly takes: (request: StreamRequest) => boolean;
}

/**
 * Serves a stream of the contract to signed-in users, at its own path or another.
 *
 * @example
 * serveStreamRoute(context, ordersStream, ({ id }) => ({ topics: [ordersStream.topic(id)], greeting }));
 */
export function serveStreamRoute<S extends AnyStream, Who extends Principal>(
  context: StreamContext<Who>,
  stream: S,
  subscribe: Subscribe<NoInfer<S>, NoInfer<Who>>,
  alias?: StreamAlias,
): void {
  const access = stream.access === "admin" ? "admin" : "user";
  const identify: Identify<Who> = (request, response) => context.authenticate(request, response, access, stream.name);
  serve(context, stream, identify, subscribe, alias);
}

/**
 * Serves a stream of the contract to anyone. A request may come without a credential and then has no principal. A
 * credential that is sent must be valid.
 *
 * @param hasCredential Whether a request carries a token or a ticket.
 */
export function serveOpenStreamRoute<S extends AnyStream, Who extends Principal>(
  context: StreamContext<Who>,
  stream: S,
  hasCredential: (request: StreamRequest) => boolean,
  subscribe: Subscribe<NoInfer<S>, NoInfer<Who> | undefined>,
): void {
  const identify: Identify<Who | undefined> = async (request, response) =>
    hasCredential(request) ? context.authenticate(request, response, "user", stream.name) : undefined;
  serve(context, stream, identify, subscribe);
}

type Identify<Who> = (request: StreamRequest, response: ServerResponse) => Promise<Who>;

function serve<S extends AnyStream, Who extends Principal | undefined>(
  context: StreamContext<NonNullable<Who>>,
  stream: S,
  identify: Identify<Who>,
  subscribe: Subscribe<S, Who>,
  alias: StreamAlias = { path: stream.path, takes: () => true },
): void {
  const { streams, hub, onRefused } = context;
  async function open(request: StreamRequest, response: ServerResponse) {
    try {
      const opening = {
        url: request.url,
        address: clientAddress(request),
        identify: () => identify(request, response),
      };
      await openStream(context, stream, opening, subscribe, (reader) => serveStream(hub, request, response, reader));
    } catch (error) {
      onRefused?.(error instanceof Refusal || error instanceof HubError ? error.code : "failed", request);
      throw error;
    }
  }

  streams.stream(alias.path, { takes: alias.takes, open });
}

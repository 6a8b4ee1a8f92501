import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { parse } from "node:querystring";
import { Refusal } from "@tidings/admission";
import { NOTHING_HERE } from "@tidings/admission/http";
import { allowOrigin, checkHost, type Origins } from "@tidings/admission/node";
import type { Express, RequestHandler } from "express";
import { addressIn } from "./client-address.ts";
import { checkStreamMethod } from "./stream-method.ts";

/** The part before the path, if a proxy requests a whole address (RFC 9112 3.2.2). */
const ORIGIN = /^https?:\/\/[^/?]*/i;

/** A request for a stream: Node's own request with the fields that routes need. An Express request has them too. */
export interface StreamRequest extends IncomingMessage {
  readonly query: Readonly<Record<string, unknown>>;
  /** The client's address, or the nearest proxy's if that proxy is not trusted (S9.5). */
  readonly ip?: string | undefined;
}

/** A stream at a path. */
export interface StreamRoute {
  /** Whether a request is for this stream. Other requests go to the next route of the same path. */
  readonly takes: (request: StreamRequest) => boolean;
  /** Opens the stream, or answers a HEAD request. Rejects to refuse. */
  readonly open: (request: StreamRequest, response: ServerResponse) => Promise<void>;
}

/** Takes the routes of streams. */
export interface StreamRouter {
  stream(path: string, route: StreamRoute): void;
}

/** An HTTP application that opens streams itself and passes all other requests to Express. */
export interface StreamFront extends StreamRouter {
  /** The listener for the HTTP server. */
  readonly listener: RequestListener;
  /** The paths that have streams. */
  readonly paths: () => readonly string[];
  /** Express middleware. Mount it where the refusal of a stream should become an error. */
  readonly handOn: RequestHandler;
}

/**
 * Makes the front of an Express application. After a restart all readers reconnect within seconds, and finding the
 * route through Express costs more than opening the stream. A refusal still goes through Express.
 *
 * @param app Its proxies are set; its other routes may come later.
 * @see docs/decisions/0016-streams-ahead-of-express.md
 */
export function createStreamFront(app: Express, origins: Origins): StreamFront {
  const routes = new Map<string, StreamRoute[]>();
  const refusals = new WeakMap<IncomingMessage, { readonly error: unknown }>();
  const addressOf = addressIn(app);

  /** Finds routes as Express does: letters in any case, with or without a slash at the end. */
  function find(path: string): readonly StreamRoute[] | undefined {
    return routes.get(path) ?? routes.get(path.toLowerCase().replace(/\/$/, ""));
  }

  async function serve(found: readonly StreamRoute[], request: StreamRequest, response: ServerResponse): Promise<void> {
    checkHost(request);
    allowOrigin(origins, request, response);
    checkStreamMethod(request, response);
    const route = found.find(({ takes }) => takes(request));
    if (route === undefined) throw new Refusal("not_found", [NOTHING_HERE]);
    await route.open(request, response);
  }

  return {
    stream(path, route) {
      const key = path.toLowerCase();
      routes.set(key, [...(routes.get(key) ?? []), route]);
    },
    paths: () => [...routes.keys()],
    handOn(request, _response, next) {
      next(refusals.get(request)?.error);
    },
    listener(incoming, response) {
      const { method } = incoming;
      const url = (incoming.url ?? "").replace(ORIGIN, "");
      const mark = url.indexOf("?");
      const found = find(mark < 0 ? url : url.slice(0, mark));
      // Express answers preflights, as on every path.
      if (found === undefined || method === "OPTIONS") return void app(incoming, response);
      const query = mark < 0 ? {} : parse(url.slice(mark + 1));
      const request: StreamRequest = Object.assign(incoming, { query, ip: addressOf(incoming) });
      serve(found, request, response).catch((error: unknown) => {
        refusals.set(request, { error });
        response.setHeader("Cache-Control", "no-store");
        app(incoming, response);
      });
    },
  };
}

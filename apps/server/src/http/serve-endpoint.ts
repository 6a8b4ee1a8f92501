import {
  type AnyEndpoint,
  CONNECTION_HEADER,
  ENDPOINT_PARAMETERS,
  type EndpointData,
  type PathParams,
  parseBody,
  parseConnectionHeader,
  type Schema,
  type SuccessBody,
} from "@tidings/contracts";
import type { Origins, ReadJson } from "@tidings/express";
import { orRefuse, readQuery } from "@tidings/express";
import type { IRouter, Request, Response } from "express";
import type * as z from "zod";
import type { Authenticate, Principal } from "../domains/auth/authenticate.ts";
import type { Limits } from "../limits/limits.ts";
import type { Creations, Keep } from "./creations.ts";
import { requireTrustedPage } from "./refuse-foreign-writes.ts";

/** What every endpoint needs. */
export interface EndpointHost {
  readonly router: IRouter;
  readonly authenticate: Authenticate;
  readonly readJson: ReadJson;
  readonly limits: Limits;
  readonly creations: Creations;
  readonly origins: Origins;
}

/** A request as its contract describes it: authenticated, authorized by role, validated. */
export interface Call<E extends AnyEndpoint> {
  readonly params: PathParams<E["path"]>;
  readonly query: z.output<E["query"]>;
  readonly body: E["body"] extends Schema ? z.output<E["body"]> : undefined;
  readonly principal: E["access"] extends "anyone" ? undefined : Principal;
  /** What the header names, where the endpoint has it read (D23); undefined where it is missing. */
  readonly connectionId: string | undefined;
  /** For its credential and address; the rest is in the fields above. */
  readonly request: Request;
  /** For cookies; the body is the handler's answer. */
  readonly response: Response;
  /**
   * For endpoints that create something: call it with the answer, in the transaction that writes what is created, so
   * that the same request sent again is not done again (D25).
   */
  readonly keep: Keep<E>;
}

/** A success: what {@link SuccessBody} holds without saying so. */
export type Answer<E extends AnyEndpoint> = Omit<SuccessBody<EndpointData<E>>, "success">;

const VERB = { GET: "get", POST: "post", PUT: "put", PATCH: "patch", DELETE: "delete" } as const;

/**
 * Serves an endpoint of the contract: its method and path, who may call it, what it takes, the status it answers with.
 * Failures are thrown, as `refusal(endpoint, 404)` makes them.
 *
 * @example
 * serveEndpoint(host, getOrder, async ({ params, principal }) => ({ data: await orders.get(principal.user, params.id) }));
 */
export function serveEndpoint<E extends AnyEndpoint>(
  { router, authenticate, readJson, limits, origins, creations }: EndpointHost,
  endpoint: E,
  handle: (call: Call<E>) => Promise<Answer<E>>,
): void {
  router[VERB[endpoint.method]](endpoint.path, async (request: Request, response: Response) => {
    // Signing in and out: they change the cookie, whatever credential there is.
    if (endpoint.access === "anyone" && endpoint.method !== "GET") requireTrustedPage(origins, request);
    // Who is asked first: a stranger's body is not worth reading.
    const principal = endpoint.access === "anyone" ? undefined : await authenticate(request, response, endpoint.access);
    if (principal !== undefined) await limits[endpoint.method === "GET" ? "read" : "write"](principal.user.id);
    const query = readQuery(endpoint.query, request, ENDPOINT_PARAMETERS);
    // A body that is sent to where none is read would be lost in silence (S21).
    const read = endpoint.body === undefined && !hasBody(request) ? undefined : await readJson(request, response);
    const body = orRefuse(parseBody(endpoint.body, read));
    const connectionId = endpoint.namesConnection
      ? orRefuse(parseConnectionHeader(request.get(CONNECTION_HEADER)))
      : undefined;
    // The router matched the path and the contract's schemas the rest: this is where the types catch up.
    const { params } = request;
    const call = { params, query, body, principal, connectionId, request, response };
    const act = (keep: Keep<E>) => handle({ ...call, keep } as unknown as Call<E>);
    const creates = endpoint.creates && principal !== undefined;
    const answer = await (creates
      ? creations.once({ endpoint, request, userId: principal.user.id, body }, act)
      : act(() => {}));
    response.status(endpoint.status).json({ success: true, ...answer });
  });
}

/** Whether anything was sent: browsers say `Content-Length: 0` where there is nothing. A GET's body means nothing. */
function hasBody({ method, headers }: Request): boolean {
  if (method === "GET" || method === "HEAD") return false;
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

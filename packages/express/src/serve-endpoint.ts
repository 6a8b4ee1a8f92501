import { type Answer, type Call, callEndpoint, type EndpointAdmission } from "@tidings/admission/http";
import type { Origins } from "@tidings/admission/node";
import { createReadJson, type ReadJson } from "@tidings/admission/node";
import type { AnyEndpoint } from "@tidings/contracts";
import type { Principal } from "@tidings/hub";
import type { IRouter, Request, Response } from "express";
import { requireTrustedPage } from "./csrf.ts";

/** What every endpoint's route needs. */
export interface EndpointContext<Who extends Principal = Principal> extends EndpointAdmission<Who> {
  readonly router: IRouter;
  /** Resolves with the caller; throws a `Refusal` if the caller may not call the endpoint. */
  readonly authenticate: (request: Request, response: Response, access: "user" | "admin") => Promise<Who>;
  /** Default: bodies of at most 64 KiB. */
  readonly readJson?: ReadJson | undefined;
  /**
   * The origins whose pages may sign in and out. Default: every page, which is safe only if no cookie authenticates
   * requests (S5.3).
   */
  readonly origins?: Origins | undefined;
}

/** A {@link Call} with Express's request and response. */
export type ExpressCall<E extends AnyEndpoint, Who extends Principal = Principal> = Call<E, Who> & {
  /** Use it for the credential and the address. Everything else is in the fields of the call. */
  readonly request: Request;
  /** Use it for cookies. The body is what the handler returns. */
  readonly response: Response;
};

const VERB = { GET: "get", POST: "post", PUT: "put", PATCH: "patch", DELETE: "delete" } as const;
const readDefault = createReadJson(65_536);

/**
 * Serves an endpoint of the contract: its method and path, who may call it, its parameters, and the status of its
 * answer. To refuse, a handler throws, for example `contractError(endpoint, 404)`; `answerErrors` answers it.
 *
 * @example
 * serveEndpoint(context, getOrder, async ({ params, principal }) => ({ data: await orders.get(principal.id, params.id) }));
 */
export function serveEndpoint<E extends AnyEndpoint, Who extends Principal>(
  context: EndpointContext<Who>,
  endpoint: E,
  handle: (call: ExpressCall<E, Who>) => Promise<Answer<E>>,
): void {
  const { router, authenticate, readJson = readDefault, origins } = context;
  router[VERB[endpoint.method]](endpoint.path, async (request: Request, response: Response) => {
    // Signing in and out change the cookie, whatever credential the request carries.
    if (origins !== undefined && endpoint.access === "anyone" && endpoint.method !== "GET") {
      requireTrustedPage(origins, request);
    }
    const { url, params } = request;
    const { status, body } = await callEndpoint(
      context,
      endpoint,
      {
        url,
        params,
        header: (name) => request.get(name),
        identify: (access) => authenticate(request, response, access),
        readJson: () => readJson(request, response),
      },
      (call) => handle({ ...call, request, response }),
    );
    response.status(status).json(body);
  });
}

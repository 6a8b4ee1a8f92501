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
  /** Resolves with who makes a request; throws a `Refusal` for whoever may not. */
  readonly authenticate: (request: Request, response: Response, access: "user" | "admin") => Promise<Who>;
  /** Default: bodies of at most 64 KiB. */
  readonly readJson?: ReadJson | undefined;
  /** The pages that may sign in and out. Default: every page, which is safe only where no cookie says who asks (S5.3). */
  readonly origins?: Origins | undefined;
}

/** A {@link Call} with the request and the response it came by. */
export type ExpressCall<E extends AnyEndpoint, Who extends Principal = Principal> = Call<E, Who> & {
  /** For its credential and address; the rest is in the fields of the call. */
  readonly request: Request;
  /** For cookies; the body is the handler's answer. */
  readonly response: Response;
};

const VERB = { GET: "get", POST: "post", PUT: "put", PATCH: "patch", DELETE: "delete" } as const;
const readDefault = createReadJson(65_536);

/**
 * Serves an endpoint of the contract: its method and path, who may call it, what it takes, the status it answers with.
 * Failures are thrown, as `contractError(endpoint, 404)` makes them, and answered by `answerErrors`.
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
    // Signing in and out: they change the cookie, whatever credential there is.
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

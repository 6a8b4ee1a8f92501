import {
  type AnyEndpoint,
  CONNECTION_HEADER,
  ENDPOINT_PARAMETERS,
  IDEMPOTENCY_KEY,
  type PathParams,
  parseBody,
  parseConnectionHeader,
  type Schema,
} from "@tidings/contracts";
import type { Principal } from "@tidings/hub";
import type * as z from "zod";
import type { Answer, IdempotentAnswers, Keep } from "./idempotent-answers.ts";
import { orRefuse, readQuery } from "./validate.ts";

/** What every route of an endpoint needs, in any web framework. */
export interface EndpointAdmission<Who extends Principal = Principal> {
  /** Counts a call of a principal, and throws a `Refusal` if there are too many (S14.2). Default: no limit. */
  readonly limitCalls?: ((principal: Who, endpoint: AnyEndpoint) => Promise<void>) | undefined;
  /** Query parameters that the application reads itself (S21.1). Default: those that every endpoint takes. */
  readonly parameters?: readonly string[] | undefined;
  /** Answers repeated requests of endpoints that create something (D25.2). Default: every request is carried out. */
  readonly answers?: IdempotentAnswers | undefined;
}

/** A request for an endpoint, as the web framework received it. */
export interface EndpointRequest<Who extends Principal> {
  /** The URL with its query; absolute, or only the path. */
  readonly url: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  /** Reads a header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Resolves with the caller; throws a `Refusal` if the caller may not call the endpoint. Not called if anyone may. */
  readonly identify: (access: "user" | "admin") => Promise<Who>;
  /** Reads the body as JSON; undefined where there is none. */
  readonly readJson: () => unknown;
}

/** A call as its contract describes it: authenticated, authorized by role, validated. */
export interface Call<E extends AnyEndpoint, Who extends Principal = Principal> {
  readonly params: PathParams<E["path"]>;
  readonly query: z.output<E["query"]>;
  readonly body: E["body"] extends Schema ? z.output<E["body"]> : undefined;
  readonly principal: E["access"] extends "anyone" ? undefined : Who;
  /**
   * The connection that the header `Tidings-Connection-Id` names, if the endpoint reads it (D23.5); undefined if it is
   * missing.
   */
  readonly connectionId: string | undefined;
  /**
   * For endpoints that create something: call it with the answer, in the transaction that creates the rows. A repeated
   * request then gets this answer and creates nothing more (D25.2).
   */
  readonly keep: Keep<E>;
}

/** What to answer a call with. */
export interface EndpointAnswer<E extends AnyEndpoint> {
  readonly status: number;
  readonly body: { readonly success: true } & Answer<E>;
}

/**
 * Calls an endpoint of the contract: identifies the caller, checks the limits, validates query and body, and answers a
 * repeated `Idempotency-Key` with the first answer. The framework's route sends what this resolves with, and passes
 * what it throws to `errorAnswer`.
 *
 * @throws Refusal if the caller may not call or the request is not valid; and whatever `handle` throws
 * @example
 * app.get(getOrder.path, async (request, reply) => {
 *   const { status, body } = await callEndpoint({}, getOrder, requestOf(request), async ({ params, principal }) => ({
 *     data: await orders.get(principal.id, params.id),
 *   }));
 *   return reply.code(status).send(body);
 * });
 */
export async function callEndpoint<E extends AnyEndpoint, Who extends Principal>(
  { limitCalls, answers, parameters = ENDPOINT_PARAMETERS }: EndpointAdmission<Who>,
  endpoint: E,
  request: EndpointRequest<Who>,
  handle: (call: Call<E, Who>) => Promise<Answer<E>>,
): Promise<EndpointAnswer<E>> {
  const { access } = endpoint;
  // Identify the caller first, so that the body of an unknown caller is not read.
  const principal = access === "anyone" ? undefined : await request.identify(access);
  if (principal !== undefined) await limitCalls?.(principal, endpoint);
  const query = readQuery(endpoint.query, request, parameters);
  // Read a body even if the endpoint has none, so that it is refused and not lost in silence (S21.1).
  const read = endpoint.body === undefined && !hasBody(endpoint, request) ? undefined : await request.readJson();
  const body = orRefuse(parseBody(endpoint.body, read));
  const connectionId = endpoint.namesConnection
    ? orRefuse(parseConnectionHeader(request.header(CONNECTION_HEADER.toLowerCase())))
    : undefined;
  // The router checked the path and the contract's schemas the rest, which the compiler cannot follow.
  const call = { params: request.params, query, body, principal, connectionId };
  const act = (keep: Keep<E>) => handle({ ...call, keep } as unknown as Call<E, Who>);
  const answer =
    answers !== undefined && endpoint.creates && principal !== undefined
      ? await answers.once({ endpoint, key: request.header(KEY_HEADER), userId: principal.id, body }, act)
      : await act(() => {});
  return { status: endpoint.status, body: { success: true, ...answer } };
}

const KEY_HEADER = IDEMPOTENCY_KEY.toLowerCase();

/** Whether the request has a body. Browsers send `Content-Length: 0` if there is none. The body of a GET is ignored. */
function hasBody({ method }: AnyEndpoint, { header }: Pick<EndpointRequest<Principal>, "header">): boolean {
  if (method === "GET") return false;
  return header("transfer-encoding") !== undefined || Number(header("content-length")) > 0;
}

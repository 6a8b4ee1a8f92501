import {
  type AnyEndpoint,
  CONNECTION_HEADER,
  ENDPOINT_PARAMETERS,
  type EndpointData,
  type PathParams,
  parse,
  parseBody,
  parseConnectionHeader,
  parseQuery,
  type Schema,
  type SuccessBody,
} from "@tidings/contracts";
import { authErrors, type User } from "@tidings/contracts/auth";
import { type HttpHandler, HttpResponse, http } from "msw";
import { failure } from "./answer.ts";
import { refusalFor, tokenOf } from "./identity.ts";
import type { MockServer } from "./mock-server.ts";

/** One request to a mocked endpoint, parsed by its contract. */
export interface MockRequest<E extends AnyEndpoint> {
  readonly params: PathParams<E["path"]>;
  readonly query: E["query"]["_zod"]["output"];
  readonly body: E["body"] extends Schema ? E["body"]["_zod"]["output"] : undefined;
  /** The caller; undefined only if the endpoint is open to anyone. */
  readonly user: E["access"] extends "user" | "admin" ? User : User | undefined;
  /** The token that was sent, if any. */
  readonly token: string | undefined;
  /**
   * The connection that the header `Tidings-Connection-Id` names, if the endpoint reads it (D23.5); undefined if it is
   * missing.
   */
  readonly connectionId: string | undefined;
  /** Makes the failing answer with this status and the contract's message for it. */
  fail(status: keyof E["errors"] & number): Response;
}

/** The parts of a success that the endpoint provides. */
export interface MockAnswer<E extends AnyEndpoint> {
  readonly data: EndpointData<E>;
  readonly message?: string;
  readonly position?: string;
  readonly headers?: HeadersInit;
}

/**
 * The MSW handler of one endpoint. It checks the request and the answer by the contract. A request that breaks it gets
 * the contract's 400, 401 or 403, and `resolve` is not called. An answer that breaks it becomes a 500 that says so.
 *
 * @example
 * mockEndpoint(server, getOrder, ({ params, fail }) => {
 *   const data = orders.get(params.id);
 *   return data ? { data } : fail(404);
 * });
 */
export function mockEndpoint<E extends AnyEndpoint>(
  server: MockServer,
  endpoint: E,
  resolve: (request: MockRequest<E>) => MockAnswer<E> | Response | Promise<MockAnswer<E> | Response>,
): HttpHandler {
  const method = endpoint.method.toLowerCase() as Lowercase<E["method"]>;
  const fail = (status: number, otherwise?: readonly string[]) =>
    failure(status, endpoint.errors[status] === undefined ? otherwise : [endpoint.errors[status]]);

  return http[method](`*${endpoint.path}`, async ({ request, cookies, params }) => {
    const turnedAway = await server.admit("endpoint");
    if (turnedAway) return turnedAway;

    const token = tokenOf(request, cookies);
    const user = server.identify(token);
    const refusal = refusalFor(endpoint.access, user);
    if (refusal) return failure(refusal, [authErrors[refusal]]);

    const query = parseQuery(endpoint.query, new URL(request.url).searchParams, ENDPOINT_PARAMETERS);
    if (!query.ok) return failure(400, query.issues);
    if (endpoint.body && !isJson(request)) return failure(415, NOT_JSON);
    const body = await readBody(endpoint.body, request);
    if (!body.ok) return failure(400, body.issues);
    const header = parseConnectionHeader(endpoint.namesConnection ? request.headers.get(CONNECTION_HEADER) : undefined);
    if (!header.ok) return failure(400, header.issues);

    // E's own schemas parsed these values, so they have the types of MockRequest<E>. TypeScript cannot follow that
    // type's conditions.
    const { 0: _origin, ...named } = params;
    const read = { params: named, query: query.data, body: body.data, connectionId: header.data };
    const asked = { ...read, user, token, fail } as unknown as MockRequest<E>;
    const act = async () => written(endpoint, request, await resolve(asked));
    const response =
      endpoint.creates && user !== undefined
        ? await server.once({ request, operation: endpoint.name, userId: user.id, body: body.data }, act)
        : await act();
    return endpoint.method !== "GET" && server.losesAnswer() ? HttpResponse.error() : response;
  });
}

function written<E extends AnyEndpoint>(endpoint: E, request: Request, answer: MockAnswer<E> | Response): Response {
  if (answer instanceof Response) return answer;
  const { headers, data, ...rest } = answer;
  const checked = parse(endpoint.data, data);
  if (!checked.ok) {
    return failure(500, [
      `the mock of ${endpoint.name} answered with something that breaks its contract; fix what it returns`,
      ...checked.issues,
    ]);
  }
  const success: SuccessBody<unknown> = { success: true, data: checked.data, ...rest };
  return HttpResponse.json({ ...success }, { status: endpoint.status, headers: asTaken(request, headers) });
}

/** With `credentials: "omit"` a browser stores no cookies from the answer, but MSW would. So they are removed. */
function asTaken({ credentials }: Request, headers: HeadersInit | undefined): Headers {
  const taken = new Headers(headers);
  if (credentials === "omit") taken.delete("Set-Cookie");
  return taken;
}

const NOT_JSON = ["Send the body as JSON, with the header Content-Type: application/json"];

function isJson({ headers }: Request): boolean {
  return /^application\/json(?:\s*;|\s*$)/i.test(headers.get("Content-Type") ?? "");
}

async function readBody(schema: Schema | undefined, request: Request) {
  const text = request.method === "GET" ? "" : await request.text();
  try {
    return parseBody(schema, text === "" ? undefined : JSON.parse(text));
  } catch {
    const issues = ["The body is not valid JSON; check its quotes, commas and brackets"];
    return { ok: false, issues } as const;
  }
}

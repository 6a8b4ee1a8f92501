import * as z from "zod/mini";
import type { Access } from "./access.ts";
import type { Schema } from "./event.ts";

/** The names behind the colons of a path. */
export type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [K in Name]: string } & PathParams<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? { readonly [K in Name]: string }
    : unknown;

/** An endpoint as {@link defineEndpoint} returns it. */
export interface EndpointDefinition<
  Path extends string = string,
  Query extends Schema = Schema,
  Body extends Schema | undefined = Schema | undefined,
  Data extends Schema = Schema,
  Errors extends Readonly<Record<number, string>> = Readonly<Record<number, string>>,
  Who extends Access = Access,
> {
  /** Tells endpoints from streams. */
  readonly kind: "endpoint";
  /** Unique in the contract; the operation's id in the API documents. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Parameters as `:name`. */
  readonly path: Path;
  readonly summary: string;
  /** What the API documents say beyond the summary; undefined where that is all. */
  readonly description: string | undefined;
  readonly access: Who;
  readonly query: Query;
  /** Undefined where the request has no body. */
  readonly body: Body;
  /** The status of success. */
  readonly status: number;
  /** The `data` of a success body. */
  readonly data: Data;
  /** The message of each failing status, by status. The server answers with exactly this text as the first line. */
  readonly errors: Errors;
  /**
   * Whether a caller may name its own connection, which need not get the event that the call causes. Its other
   * connections then get it (D23.3).
   */
  readonly namesConnection: boolean;
  /**
   * Whether every call creates something. Such a call may carry an `Idempotency-Key`, and repeated with it creates
   * nothing more (D25.1).
   */
  readonly creates: boolean;
  /** A call that works and its answer, for the API documents; undefined where the schemas say enough. */
  readonly samples: EndpointSamples<Body, Data> | undefined;
}

/** A request body and the answer's data. */
export interface EndpointSamples<Body extends Schema | undefined = Schema | undefined, Data extends Schema = Schema> {
  readonly body?: Body extends Schema ? z.input<Body> : undefined;
  readonly data: z.output<Data>;
}

/** Any endpoint, where its parts do not matter. */
export type AnyEndpoint = EndpointDefinition;

/** The `data` of an endpoint's success body. */
export type EndpointData<E extends AnyEndpoint> = z.output<E["data"]>;

/** The request body an endpoint takes. */
export type EndpointBody<E extends AnyEndpoint> = E["body"] extends Schema ? z.input<E["body"]> : undefined;

/** What a caller passes to call an endpoint. Parts that the endpoint does not have are left out. */
export type EndpointInput<E extends AnyEndpoint> = (unknown extends PathParams<E["path"]>
  ? { readonly params?: Record<never, string> }
  : { readonly params: PathParams<E["path"]> }) &
  (E["body"] extends Schema ? { readonly body: z.input<E["body"]> } : { readonly body?: undefined }) & {
    readonly query?: z.input<E["query"]>;
  };

/**
 * Every success body: `data`, sometimes a `message`, and in a snapshot the log position that was read before the rows
 * (D5.1).
 */
export interface SuccessBody<Data> {
  readonly success: true;
  readonly data: Data;
  readonly message?: string | undefined;
  readonly position?: string | undefined;
}

/** Every failure body, as all five briefs have it. */
export const errorBody = z.object({ success: z.literal(false), errors: z.array(z.string()) });
/** {@link errorBody} as a type. */
export type ErrorBody = z.output<typeof errorBody>;

const noQuery = z.strictObject({});

/**
 * Describes one request and its answers. Defaults: no `body`, no `query`, `status` 200, `summary` the name,
 * `namesConnection` and `creates` false.
 *
 * @example
 * import * as z from "zod/mini";
 *
 * const order = z.object({ id: z.string(), total: z.number() });
 * export const getOrder = defineEndpoint({
 *   name: "getOrder",
 *   method: "GET",
 *   path: "/api/orders/:id",
 *   summary: "One order",
 *   access: "user",
 *   data: order,
 *   errors: { 404: "Order not found" },
 * });
 */
export function defineEndpoint<
  const Path extends string,
  const Data extends Schema,
  const Query extends Schema = typeof noQuery,
  const Body extends Schema | undefined = undefined,
  const Errors extends Readonly<Record<number, string>> = Readonly<Record<never, string>>,
  const Who extends Access = Access,
>(endpoint: {
  readonly name: string;
  readonly method: EndpointDefinition["method"];
  readonly path: Path;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly access: Who;
  readonly query?: Query | undefined;
  readonly body?: Body | undefined;
  readonly status?: number | undefined;
  readonly data: Data;
  readonly errors?: Errors | undefined;
  readonly namesConnection?: boolean | undefined;
  readonly creates?: boolean | undefined;
  readonly samples?: EndpointSamples<NoInfer<Body>, NoInfer<Data>> | undefined;
}): EndpointDefinition<Path, Query, Body, Data, Errors, Who> {
  return {
    ...endpoint,
    kind: "endpoint",
    summary: endpoint.summary ?? endpoint.name,
    description: endpoint.description,
    samples: endpoint.samples,
    namesConnection: endpoint.namesConnection ?? false,
    query: (endpoint.query ?? noQuery) as Query,
    body: endpoint.body as Body,
    status: endpoint.status ?? 200,
    errors: (endpoint.errors ?? {}) as Errors,
    creates: endpoint.creates ?? false,
  };
}

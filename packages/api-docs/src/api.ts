import type { AnyEndpoint, AnyStream } from "@tidings/contracts";
import type { JsonSchema } from "./schemas.ts";

/** A part of a contract, and the heading that its requests and streams have in the documents. */
export interface ApiPart {
  readonly name: string;
  readonly description: string;
  /**
   * Everything that the part exports: `import * as orders from "./orders-contract.ts"`. Its endpoints and streams are
   * documented, its schemas are named as they are exported; what is none of these is left out.
   */
  readonly exports: Readonly<Record<string, unknown>>;
}

/** How a request authenticates. */
export interface SecurityScheme {
  /** As OpenAPI writes it. */
  readonly scheme: JsonSchema & { readonly type: string };
  /** What it is accepted for. Empty if only {@link OwnRoute}s use it. */
  readonly opens: readonly ("endpoints" | "streams")[];
}

/** A query parameter that the server reads itself. */
export interface StreamParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonSchema;
}

/** What the documents of an API are made from. */
export interface Api {
  /** The contract, in the order that the documents show it. */
  readonly parts: readonly ApiPart[];
  /** The streams that are served. Default: every stream of the parts. */
  readonly streams?: readonly AnyStream[];
  /**
   * Streams that can also be opened at another stream's path, by parameters of their own. Keyed by that path. Default:
   * none.
   */
  readonly alsoAt?: Readonly<Record<string, AnyStream>>;
  /** More query parameters that every stream takes. Default: none. */
  readonly streamParameters?: readonly StreamParameter[];
  /** Endpoints whose answers carry a position, beside the snapshots that streams name. Default: none. */
  readonly snapshots?: readonly AnyEndpoint[];
  /** Schemes by the name that the documents give them. Default: a bearer token, for endpoints and streams. */
  readonly security?: Readonly<Record<string, SecurityScheme>>;
  /** By status: the message of a refusal for which the contract has none. Default: general messages. */
  readonly words?: Readonly<Record<number, string>>;
  /** By name: the headers that every answer has, except open streams. Default: none. */
  readonly answerHeaders?: Readonly<Record<string, JsonSchema>>;
}

/** An endpoint and the part of the contract that it belongs to. */
export interface DescribedEndpoint {
  readonly part: string;
  readonly endpoint: AnyEndpoint;
}

/** The security of an API that declares none. */
const BEARER: Readonly<Record<string, SecurityScheme>> = {
  bearer: {
    scheme: { type: "http", scheme: "bearer", description: "`Authorization: Bearer <token>`." },
    opens: ["endpoints", "streams"],
  },
};

/** Every endpoint that a part exports, each once. */
export function endpointsOf(parts: readonly ApiPart[]): readonly DescribedEndpoint[] {
  const seen = new Set<AnyEndpoint>();
  return parts.flatMap(({ name, exports }) =>
    Object.values(exports)
      .filter(isEndpoint)
      .filter((endpoint) => !seen.has(endpoint) && seen.add(endpoint))
      .map((endpoint) => ({ part: name, endpoint })),
  );
}

/** The streams that are served, each once. */
export function streamsOf({ parts, streams }: Api): readonly AnyStream[] {
  return streams ?? [...new Set(parts.flatMap(({ exports }) => Object.values(exports).filter(isStream)))];
}

/** The name of the part that exports something. */
export function partOf({ parts }: Api, exported: unknown): string | undefined {
  return parts.find(({ exports }) => Object.values(exports).includes(exported))?.name;
}

/** The schemes of an API, by name. */
export function securityOf({ security = BEARER }: Api): Readonly<Record<string, SecurityScheme>> {
  return security;
}

/** Whether an endpoint's answer carries the position to stream from (D5.1). */
export function isSnapshot(api: Api, endpoint: AnyEndpoint): boolean {
  return api.snapshots?.includes(endpoint) || streamsOf(api).some(({ snapshot }) => snapshot === endpoint);
}

function isEndpoint(exported: unknown): exported is AnyEndpoint {
  return kindOf(exported) === "endpoint";
}

function isStream(exported: unknown): exported is AnyStream {
  return kindOf(exported) === "stream";
}

function kindOf(exported: unknown): unknown {
  return typeof exported === "object" && exported !== null && "kind" in exported ? exported.kind : undefined;
}

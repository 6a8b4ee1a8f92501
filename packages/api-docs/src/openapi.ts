import { type Api, endpointsOf, securityOf, streamsOf } from "./api.ts";
import type { ApiInfo } from "./api-info.ts";
import { describeEndpoint } from "./describe-endpoint.ts";
import { describeStream } from "./describe-stream.ts";
import { describeOwnRoute, type OwnRoute } from "./own-route.ts";
import { templateOf } from "./parameters.ts";
import { createRefusals } from "./refusals.ts";
import { createSchemas, type JsonSchema } from "./schemas.ts";

/** An OpenAPI document. */
export interface OpenApi {
  readonly openapi: "3.2.0";
  readonly info: ApiInfo;
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly [part: string]: unknown };
  readonly [part: string]: unknown;
}

/** What {@link createOpenApi} takes. */
export interface OpenApiOptions extends Api {
  readonly info: ApiInfo;
  /** The servers that have the API. Default: the server of the document. */
  readonly servers?: readonly { readonly url: string; readonly description?: string }[] | undefined;
  /** Routes that are no part of the contract: health, metrics, the documents. Default: none. */
  readonly routes?: readonly OwnRoute[] | undefined;
  /** Headings beside those of the parts. Default: none. */
  readonly tags?: readonly { readonly name: string; readonly description: string }[] | undefined;
}

/**
 * Describes every endpoint and stream of a contract, and the server's own routes.
 *
 * @throws TypeError Two operations have one method and path, or one name: the document could hold only one of them.
 * @example
 * import * as builds from "./builds-contract.ts";
 *
 * const parts = [{ name: "builds", description: "Builds and their steps", exports: builds }];
 * createOpenApi({ parts, info: { title: "Builds", version: "1.0.0" } });
 */
export function createOpenApi(options: OpenApiOptions): OpenApi {
  const { parts, info, servers = [{ url: "/" }], routes = [], tags = [] } = options;
  const schemas = createSchemas(options);
  const refusals = createRefusals(options);
  const operations = [
    ...endpointsOf(parts).map(
      (described) => [described.endpoint, describeEndpoint(options, described, schemas, refusals)] as const,
    ),
    ...streamsOf(options).map((stream) => [stream, describeStream(options, stream, schemas, refusals)] as const),
    ...routes.map((route) => [{ method: "GET", ...route }, describeOwnRoute(route, schemas, refusals)] as const),
  ];
  return {
    openapi: "3.2.0",
    info,
    servers,
    tags: [...parts.map(({ name, description }) => ({ name, description })), ...tags],
    paths: pathsOf(operations),
    components: {
      schemas: schemas.components,
      responses: refusals.components,
      headers: refusals.headers,
      securitySchemes: Object.fromEntries(
        Object.entries(securityOf(options)).map(([name, { scheme }]) => [name, scheme]),
      ),
    },
  };
}

type Operation = readonly [{ readonly path: string; readonly method: string }, JsonSchema];

/**
 * Operations by path and method. Two with the same path and method are an error, because one of them would be missing
 * in silence.
 */
function pathsOf(operations: readonly Operation[]): OpenApi["paths"] {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const named = new Map<unknown, string>();
  for (const [{ path, method }, operation] of operations) {
    const template = templateOf(path);
    const line = `${method} ${template}`;
    const id = operation.operationId;
    const other = paths[template]?.[method.toLowerCase()] === undefined ? named.get(id) : line;
    if (other !== undefined) {
      throw new TypeError(
        `Two operations are ${other === line ? line : `named ${id}, ${other} and ${line}`}. Leave one out of the parts, ` +
          "or, for a stream at another stream's path, name it in alsoAt.",
      );
    }
    named.set(id, line);
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation };
  }
  return paths;
}

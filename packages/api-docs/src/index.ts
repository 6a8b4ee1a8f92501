export {
  type Api,
  type ApiPart,
  type DescribedEndpoint,
  endpointsOf,
  type SecurityScheme,
  type StreamParameter,
} from "./api.ts";
export { type ApiDocs, type ApiDocsOptions, createApiDocs, type DocsAnswer, type DocsRequest } from "./api-docs.ts";
export type { ApiInfo } from "./api-info.ts";
export { type AsyncApi, type AsyncApiOptions, createAsyncApi } from "./asyncapi.ts";
export { createOpenApi, type OpenApi, type OpenApiOptions } from "./openapi.ts";
export type { OwnRoute } from "./own-route.ts";
export type { JsonSchema } from "./schemas.ts";

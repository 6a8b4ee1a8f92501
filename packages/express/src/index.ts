export {
  allowOrigin,
  checkHost,
  createOrigins,
  createReadJson,
  type Origins,
  type ReadJson,
  readAddress,
} from "@tidings/admission/node";
export { type AnswerErrorsOptions, answerErrors, answerNotFound } from "./answer-errors.ts";
export { answerProtocolErrors } from "./answer-protocol-errors.ts";
export { addressIn, clientAddress, trustProxies } from "./client-address.ts";
export { cors } from "./cors.ts";
export { refuseForeignWrites, requireTrustedPage } from "./csrf.ts";
export { headerNames, host, limit, oneOf, origin, origins, trustProxy, wholeNumber } from "./environment-values.ts";
export { goneSignal } from "./gone-signal.ts";
export { health, ready } from "./health.ts";
export { misspeltVariables } from "./misspelt-variables.ts";
export { noStore } from "./no-store.ts";
export { originOf } from "./origin-of.ts";
export { requireHost } from "./require-host.ts";
export { contentPolicy, securityHeaders } from "./security-headers.ts";
export { type EndpointContext, type ExpressCall, serveEndpoint } from "./serve-endpoint.ts";
export { type StreamAlias, type StreamContext, serveOpenStreamRoute, serveStreamRoute } from "./serve-stream-route.ts";
export { site } from "./site.ts";
export { type Environment, givenVariables, listen, problemsOf, stopOnSignals } from "./start.ts";
export {
  createStreamFront,
  type StreamFront,
  type StreamRequest,
  type StreamRoute,
  type StreamRouter,
} from "./stream-front.ts";
export { checkStreamMethod, onlyStreamMethods } from "./stream-method.ts";

export {
  type Call,
  callEndpoint,
  type EndpointAdmission,
  type EndpointAnswer,
  type EndpointRequest,
} from "./call-endpoint.ts";
export { contractError } from "./contract-error.ts";
export { type ErrorAnswer, errorAnswer, NOTHING_HERE } from "./error-answer.ts";
export {
  type Answer,
  type Attempt,
  type Creation,
  createIdempotentAnswers,
  type IdempotentAnswers,
  type Keep,
  type KeptAnswer,
  type KeptAnswers,
} from "./idempotent-answers.ts";
export {
  openStream,
  type StreamAdmission,
  type StreamOpening,
  type Subscribe,
  type Subscription,
} from "./open-stream.ts";
export {
  createReadiness,
  type Fault,
  type Readiness,
  type ReadinessCheck,
  type ReadinessOptions,
} from "./readiness.ts";
export { orRefuse, readQuery } from "./validate.ts";

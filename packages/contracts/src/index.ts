export { authErrors } from "./control/auth-errors.ts";
export { BATCH, batch, batchParameter } from "./control/batch.ts";
export {
  type ConnectionFields,
  connectionFields,
  type ResumeOutcome,
  resumeOutcome,
  sampleConnection,
} from "./control/connection.ts";
export { ENDING, type EndingReason, ending, endingReason } from "./control/ending.ts";
export { redactAddress } from "./control/redact-address.ts";
export {
  CONNECTION_HEADER,
  connectionName,
  NO_CONNECTION,
  parseConnectionHeader,
} from "./control/sending-connection.ts";
export { createStreamTicket } from "./control/stream-ticket.ts";
export type { Access } from "./definition/access.ts";
export {
  type CheckedEvent,
  checkEvent,
  type EventRefusal,
  type EventRefusalCode,
} from "./definition/check-event.ts";
export { type CheckedGreeting, checkGreeting, type GreetingRefusal } from "./definition/check-greeting.ts";
export { topicRefusal } from "./definition/check-topic.ts";
export type { GreetingOptions, GreetingSchema } from "./definition/define-greeting.ts";
export {
  type AnyEndpoint,
  defineEndpoint,
  type EndpointBody,
  type EndpointData,
  type EndpointDefinition,
  type EndpointInput,
  type ErrorBody,
  errorBody,
  type PathParams,
  type SuccessBody,
} from "./definition/endpoint.ts";
export { ContractError, type ContractErrorCode } from "./definition/error.ts";
export {
  type Announcement,
  defineEvent,
  type EventDefinition,
  type EventDelivery,
  type EventDisplay,
  type EventOptions,
  type EventSamples,
  type SampledEvent,
  type Schema,
  type Tone,
} from "./definition/event.ts";
export { eventNameIssue, MAX_EVENT_NAME } from "./definition/event-name.ts";
export {
  attemptInProgress,
  IDEMPOTENCY_KEY,
  KEY_KEPT_MS,
  keyOfAnotherBody,
  MAX_IDEMPOTENCY_KEY,
  readIdempotencyKey,
  writeIdempotencyKey,
} from "./definition/idempotency-key.ts";
export { DEFAULT_PAGE, MAX_LIST, MAX_PAGE, PAGE_LIMIT_ERROR, pageLimit } from "./definition/page.ts";
export { type Parsed, parse } from "./definition/parse.ts";
export { ENDPOINT_PARAMETERS, parseBody, parseQuery, STREAM_PARAMETERS } from "./definition/parse-request.ts";
export {
  type AnyStream,
  defineStream,
  type EventData,
  type EventMap,
  type EventName,
  type Greeting,
  type GreetingFields,
  type PublishableEvent,
  type StreamDefinition,
  type StreamEvent,
  type StreamQuery,
  type StreamShape,
  type Topic,
} from "./definition/stream.ts";
export { TIME_ERROR, time } from "./definition/time.ts";

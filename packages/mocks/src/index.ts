export { type Clock, systemClock } from "./clock/clock.ts";
export { createManualClock, type ManualClock } from "./clock/manual-clock.ts";
export { MocksError, type MocksErrorCode } from "./error.ts";
export { type Playback, type PlaybackOptions, type PlaybackState, play } from "./scenario/playback.ts";
export { defineScenario, type Moment, repeat, type Scenario, type Step } from "./scenario/scenario.ts";
export { type MockAnswer, type MockRequest, mockEndpoint } from "./server/mock-endpoint.ts";
export {
  createMockServer,
  type MockServer,
  type MockServerOptions,
  type MockServerState,
} from "./server/mock-server.ts";
export { type MockStreamOptions, type MockVisitor, mockStream } from "./server/mock-stream.ts";
export type { NetworkState, RefusalOptions, RefusalScope } from "./server/network-state.ts";

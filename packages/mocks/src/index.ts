export { type Clock, systemClock } from "./clock.ts";
export { MocksError, type MocksErrorCode } from "./error.ts";
export { createManualClock, type ManualClock } from "./manual-clock.ts";
export { type MockAnswer, type MockRequest, mockEndpoint } from "./mock-endpoint.ts";
export { createMockServer, type MockServer, type MockServerOptions, type MockServerState } from "./mock-server.ts";
export { type MockStreamOptions, type MockVisitor, mockStream } from "./mock-stream.ts";
export type { NetworkState, RefusalOptions, RefusalScope } from "./network.ts";
export { type Playback, type PlaybackOptions, type PlaybackState, play } from "./playback.ts";
export { defineScenario, type Moment, repeat, type Scenario, type Step } from "./scenario.ts";

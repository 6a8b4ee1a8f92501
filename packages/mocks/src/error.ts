/** What was wrong: an event or an answer outside of its contract, one too large, or a server that was stopped. */
export type MocksErrorCode = "invalid_event" | "event_too_large" | "invalid_answer" | "stopped";

/** The only error `@tidings/mocks` throws. Branch on `code`; the message is for people. */
export class MocksError extends Error {
  readonly code: MocksErrorCode;

  constructor(code: MocksErrorCode, message: string) {
    super(message);
    this.name = "MocksError";
    this.code = code;
  }
}

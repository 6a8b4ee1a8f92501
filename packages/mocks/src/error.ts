import type { EventRefusalCode } from "@tidings/contracts";

/** What was wrong: an event, as the hub would say, or a greeting outside of its contract, a row that the server would refuse, an option, or a server that was closed. */
export type MocksErrorCode = EventRefusalCode | "invalid_greeting" | "invalid_row" | "invalid_options" | "closed";

/**
 * The only error `@tidings/mocks` throws, at whoever publishes. Branch on `code`; the message is for people.
 *
 * A handler throws nothing: nobody could catch it, and the worker would answer with a stack instead of the error body
 * that pages can show. What a mock answers outside of its contract is a 500 that says so.
 */
export class MocksError extends Error {
  readonly code: MocksErrorCode;

  constructor(code: MocksErrorCode, message: string) {
    super(message);
    this.name = "MocksError";
    this.code = code;
  }
}

import type { EventRefusalCode } from "@tidings/contracts";

/**
 * What was wrong: an event that the hub would refuse (with the hub's code), a greeting that breaks its contract, a row
 * that the server would refuse, an option, or a closed server.
 */
export type MocksErrorCode = EventRefusalCode | "invalid_greeting" | "invalid_row" | "invalid_options" | "closed";

/**
 * The only error `@tidings/mocks` throws, to the caller who publishes. Branch on `code`; the message is for people.
 *
 * A handler throws nothing, because nobody could catch it: the worker would answer with a stack instead of an error
 * body. If a mock's answer breaks its contract, the handler answers 500 and says so.
 */
export class MocksError extends Error {
  readonly code: MocksErrorCode;

  constructor(code: MocksErrorCode, message: string) {
    super(message);
    this.name = "MocksError";
    this.code = code;
  }
}

/** Why a contract was refused: what it defines cannot be sent, or a topic has no usable key. */
export type ContractErrorCode = "invalid_definition" | "invalid_topic";

/** The only error `@tidings/contracts` throws. Branch on `code`; the message says what to do and never holds a payload. */
export class ContractError extends Error {
  readonly code: ContractErrorCode;

  constructor(code: ContractErrorCode, message: string) {
    super(message);
    this.name = "ContractError";
    this.code = code;
  }
}

import { ClientError } from "./error.ts";

/** Whether a header can carry this position: CR or LF in it would begin another header (C2.2, W2.2). */
export function isPosition(text: string): boolean {
  return !/[\r\n\0]/.test(text);
}

/**
 * Refuses what {@link isPosition} does, and what is no text.
 *
 * @throws ClientError `invalid_position`
 */
export function checkPosition(text: string | undefined): void {
  if (text === undefined || (typeof text === "string" && isPosition(text))) return;
  const fault = typeof text === "string" ? "holds CR, LF or NUL" : "is no text";
  const message = `the position ${JSON.stringify(text)} ${fault}; pass it on as the snapshot had it`;
  throw new ClientError("invalid_position", message);
}

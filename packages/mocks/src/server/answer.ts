import type { ErrorBody } from "@tidings/contracts";
import { authErrors } from "@tidings/contracts/auth";
import { HttpResponse } from "msw";

// The default messages, by status.
const words: Readonly<Record<number, string>> = {
  ...authErrors,
  404: "Not found",
  429: "Too many requests, try again later",
  500: "Something went wrong",
  503: "Service unavailable, try again later",
};

/**
 * Makes a failing answer with the error body of all briefs. Without `errors` it has the default message of the status.
 */
export function failure(
  status: number,
  errors: readonly string[] = [words[status] ?? `Status ${status}`],
  headers: HeadersInit = {},
): Response {
  const body: ErrorBody = { success: false, errors: [...errors] };
  return HttpResponse.json(body, { status, headers });
}

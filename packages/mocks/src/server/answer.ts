import type { ErrorBody } from "@tidings/contracts";
import { authErrors } from "@tidings/contracts/auth";
import { HttpResponse } from "msw";

// What a server without words of its own for a status says.
const words: Readonly<Record<number, string>> = {
  ...authErrors,
  404: "Not found",
  429: "Too many requests, try again later",
  500: "Something went wrong",
  503: "Service unavailable, try again later",
};

/** A failing answer with the body of all briefs. Without `errors` it says what servers say to this status. */
export function failure(
  status: number,
  errors: readonly string[] = [words[status] ?? `Status ${status}`],
  headers: HeadersInit = {},
): Response {
  const body: ErrorBody = { success: false, errors: [...errors] };
  return HttpResponse.json(body, { status, headers });
}

import { redactAddress } from "@tidings/contracts";
import { ClientError } from "../error.ts";

/** What to do about a status, for whoever builds the page; other statuses say enough by themselves. */
const ADVICE: Readonly<Record<number, string>> = {
  401: "Sign in, or give createClient its `auth`",
  403: "Sign in as somebody who may",
  404: "Check the path and createClient's `baseUrl`",
  405: "Check that this path serves this method",
  410: "It is gone for good: ask for something else",
  426: "Reload the page: the server wants a newer client",
};

/** A failing answer, as {@link httpError} takes it. */
export interface FailingAnswer {
  /** As {@link requestOf} has it. */
  readonly request: string;
  readonly status: number;
  /** The server's words, or the contract's; empty where neither has any. */
  readonly errors: readonly string[];
  readonly retryAfterMs?: number | undefined;
  /** The stream or endpoint that was asked for. */
  readonly subject?: string | undefined;
}

/** Method and address of a request, without what is secret in it (S7): `GET /api/orders?scope=all`. */
export function requestOf(method: string, url: string): string {
  return `${method} ${redactAddress(url)}`;
}

/** The error of a failing answer: its words first, then which request it answered, and what to do (C16.4). */
export function httpError({ request, status, errors, retryAfterMs, subject }: FailingAnswer): ClientError {
  const answered = `${request} answered ${status}`;
  const words = errors.length > 0 ? `${errors.join("; ")} (${answered})` : answered;
  const advice = ADVICE[status];
  const message = advice === undefined ? words : `${words}. ${advice}`;
  return new ClientError("http", message, { request, status, errors, retryAfterMs, subject });
}

import type { ClientError } from "@tidings/client";
import { clip } from "../../../format/text.ts";

/** The fields of a `ClientError` that say why a connection closed. */
export type ClosedBy = Pick<ClientError, "code" | "status" | "errors">;

/** Why a connection closed, for people. */
export interface ClosedLabels {
  /** What happened, and what to do about it. */
  readonly text: string;
  /** What happened, in very few words. */
  readonly short: string;
}

/** The most characters of the server's own message that fit beside a dot. */
const MAX_WORDS = 120;

const TRY_LATER = "Try again later";
const SIGN_IN = "Sign in again to get updates";
const ASK = "Ask for access, or sign in with an account that has it";
const RELOAD = "Reload the page";

/** By the status of the server's answer. With `say` the server's own message replaces the last part. */
const BY_STATUS: Readonly<Record<number, readonly [short: string, advice: string, say?: "say"]>> = {
  401: ["Signed out", SIGN_IN],
  403: ["Not allowed", ASK, "say"],
  404: ["Not found", RELOAD, "say"],
  410: ["No longer available", "There will be no more updates", "say"],
  426: ["New version needed", RELOAD],
  429: ["Too many connections", TRY_LATER],
};

/**
 * Says why a connection closed, and what to do (C34).
 *
 * @param error The error of the connection's status; undefined if the page itself closed the connection.
 */
export function closedLabels(error: ClosedBy | undefined): ClosedLabels {
  switch (error?.code) {
    case "http":
      return byStatus(error.status ?? 0, error.errors[0]);
    case "wrong_type":
      // A login page, for example of a network that requires its own sign-in (C3.3).
      return sentence("Updates blocked", "A web page came back instead: sign in, or reload");
    case "stopped":
      return sentence("Ended by the server", RELOAD);
    case "event_too_long":
      return sentence("Disconnected", `An update was too large. ${RELOAD}`);
    case "network":
    case "silent":
    case "ended":
      return sentence("No connection", TRY_LATER);
    default:
      return { text: "Disconnected", short: "Disconnected" };
  }
}

function byStatus(status: number, words: string | undefined): ClosedLabels {
  const known = BY_STATUS[status];
  if (known !== undefined) return sentence(known[0], known[2] === "say" && words ? words : known[1]);
  if (status >= 500) return sentence("Server problem", TRY_LATER);
  return sentence("Refused by the server", words || RELOAD);
}

function sentence(short: string, more: string): ClosedLabels {
  return { short, text: `${short}. ${clip(more, MAX_WORDS)}` };
}

import { MAX_EVENT_NAME } from "@tidings/contracts";
import { isolate } from "@tidings/contracts/listeners";
import type { ClientError } from "../error.ts";
import type { Host } from "../host/host.ts";

/** Warnings on the console before a last one says that there are more (C31.4): a server may make up names without end. */
const MAX_WARNINGS = 100;

/** Where a client's problems go. */
export interface Problems {
  /** Something that nobody else hears of: the application by `onProblem`, its developer by the console. */
  report(problem: ClientError): void;
  /**
   * Something that its caller hears of as well, by a status or a rejected promise: the developer by the console.
   *
   * @param subject The stream or endpoint that has it. Default: the one that the problem names.
   */
  warn(problem: ClientError, subject?: string): void;
}

/**
 * Makes a client's {@link Problems}. The console is told once of each kind of problem of each stream's event, endpoint or
 * stream, as far as the host shows warnings (C31.2); `onProblem` hears every time (C9.1).
 */
export function createProblems(
  host: Pick<Host, "warn" | "reportError">,
  onProblem: ((problem: ClientError) => void) | undefined,
): Problems {
  const told = new Set<string>();

  function warn(problem: ClientError, subject = problem.subject): void {
    const { code, status, event } = problem;
    const kind = JSON.stringify([code, status, subject, event?.slice(0, MAX_EVENT_NAME)]);
    if (told.has(kind) || told.size > MAX_WARNINGS) return;
    told.add(kind);
    host.warn(
      told.size > MAX_WARNINGS ? `${MAX_WARNINGS} warnings of this client were shown; more are not` : problem.message,
    );
  }

  return {
    warn,
    report(problem) {
      // A listener's error has its own place, and is never a matter of the wire.
      if (problem.code !== "listener_failed") warn(problem);
      else if (onProblem === undefined) host.reportError(problem.cause);
      isolate(
        () => onProblem?.(problem),
        (error) => host.reportError(error),
      );
    },
  };
}

import { HubError } from "../error.ts";

const BUSY = 5;

/** What to do about it, by SQLite's result code. */
const ADVICE: Readonly<Record<number, string>> = {
  5: "another connection holds it: end its transaction, or publish again later",
  8: "let this process write the file and its directory",
  10: "look at the disk that it lies on",
  11: "restore a backup, or move the file away: the log then begins anew, and readers reload",
  13: "make room on the disk that it lies on, then publish again",
  14: "make the directory that it lies in, and let this process write there",
  26: "it is another kind of file: choose another one for the log",
};

/** Whether SQLite refused because another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === BUSY;
}

/** SQLite's failure as the hub's error, with its true cause and what to do about it. */
export function logFailed(what: string, error: unknown): HubError {
  if (error instanceof HubError) return error;
  const why = error instanceof Error ? error.message : String(error);
  const advice = ADVICE[resultCode(error) ?? -1];
  const message = `the event log ${what}: ${why}${advice === undefined ? "" : `; ${advice}`}`;
  return new HubError("log_failed", message, [], error);
}

/** Runs something of the log; what it throws is a HubError. */
export function guarded<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw logFailed(what, error);
  }
}

/** The low byte is the code without its details. */
function resultCode(error: unknown): number | undefined {
  const isSqlite = error instanceof Error && "errcode" in error && typeof error.errcode === "number";
  return isSqlite ? Number(error.errcode) & 0xff : undefined;
}

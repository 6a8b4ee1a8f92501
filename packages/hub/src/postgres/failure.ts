import { HubError } from "../error.ts";

/** What to do about an error, by PostgreSQL's SQLSTATE or Node's code. */
const ADVICE: Readonly<Record<string, string>> = {
  "25006": "connect to the primary: this server is a read-only copy",
  "28000": "check the user in the pool's options and pg_hba.conf",
  "28P01": "check the password in the pool's options",
  "3D000": "create the database, or name another one",
  "42501": "let this user use the log's tables, or own them so that it can make and drop their parts",
  "42883": "run POSTGRES_LOG_TABLES, and look at the search_path",
  "42P01": "run POSTGRES_LOG_TABLES, and look at the search_path",
  "53100": "free space on the disk of the database",
  "53300": "give the pool fewer connections, or the server more",
  "55000": "connect to the primary: this server is a read-only copy",
  "57P03": "it is starting or stopping: publish again later",
  ECONNREFUSED: "start PostgreSQL, or look at host and port in the pool's options",
  ENOTFOUND: "look at the host in the pool's options",
};

/** Turns an error of PostgreSQL into the hub's error, with the cause and what to do about it. */
export function logFailed(what: string, error: unknown): HubError {
  if (error instanceof HubError) return error;
  const why = error instanceof Error ? error.message || error.name : String(error);
  const advice = ADVICE[codeOf(error) ?? ""];
  const message = `the event log ${what}: ${why}${advice === undefined ? "" : `; ${advice}`}`;
  return new HubError("log_failed", message, [], error);
}

/** Runs an operation of the log. If it fails, it rejects with a HubError. */
export async function guarded<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw logFailed(what, error);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

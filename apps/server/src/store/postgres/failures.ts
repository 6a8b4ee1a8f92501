import { Refusal } from "@tidings/admission";

/** SQLSTATEs of a transaction that PostgreSQL ended because of another one: a deadlock, for example. */
const COLLISIONS = ["40001", "40P01"];
/** Somebody else's transaction held a row for too long. */
const LOCKED = "55P03";
/** Classes of SQLSTATE, and codes of sockets, that say that the server cannot be reached or takes nothing now. */
const UNREACHABLE = /^(08|53|57P|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)/;
/** What `pg` says without a code. */
const ENDED =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;

/** Whether the same transaction would succeed if it is run again. */
export function isCollision(error: unknown): boolean {
  return COLLISIONS.includes(codeOf(error));
}

/** What a caller is told of the database's error: 503 for what passes, else the error itself. */
export function failureOf(error: unknown): unknown {
  const code = codeOf(error);
  if (code === LOCKED || isCollision(error)) return unavailable("The database is busy; try again shortly", error);
  if (UNREACHABLE.test(code) || (error instanceof Error && ENDED.test(error.message))) {
    return unavailable("The database does not answer; try again shortly", error);
  }
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function unavailable(line: string, cause: unknown): Refusal {
  return new Refusal("unavailable", [line], { retryAfter: 1, cause });
}

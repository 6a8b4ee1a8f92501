import { createHash } from "node:crypto";
import type { PostgresQueries } from "@tidings/hub/postgres";
import type { Session } from "../session.ts";
import type { TicketStore } from "../stream-tickets.ts";
import { orUnavailable } from "./or-unavailable.ts";

/** Expired tickets that each new one removes: more than one, so that the table shrinks while it is used. */
const SWEPT_A_TIME = 10;

const PUT = `
WITH swept AS (
  DELETE FROM admission_tickets WHERE ticket IN (
    SELECT ticket FROM admission_tickets WHERE expires_at <= clock_timestamp()
    ORDER BY expires_at LIMIT ${SWEPT_A_TIME} FOR UPDATE SKIP LOCKED)
)
INSERT INTO admission_tickets (ticket, stream, session, session_expires_at, expires_at)
VALUES ($1, $2, $3, $4, clock_timestamp() + $5::double precision * interval '1 millisecond')`;

// A second call waits for the first and then finds no row.
const TAKE = `
DELETE FROM admission_tickets WHERE ticket = $1
RETURNING stream, session, session_expires_at, expires_at > clock_timestamp() AS valid`;

/**
 * Keeps tickets in PostgreSQL, so that a ticket of one node opens its stream once on any of them (S13.1). Only a hash of
 * each is stored. They survive a restart of a node, and not a crash of the database.
 *
 * @param queries A pool on a database with `POSTGRES_ADMISSION_TABLES`.
 * @typeParam Who What is stored of a session: anything that JSON can hold, and its `expiresAt`.
 * @throws Refusal `unavailable` from its methods, if the database cannot be asked
 * @example const tickets = createStreamTickets(createPostgresTicketStore(pool));
 */
export function createPostgresTicketStore<Who extends Pick<Session, "expiresAt"> = Session>(
  queries: PostgresQueries,
): TicketStore<Who> {
  return {
    async put(ticket, { session, stream }, ttlMs) {
      const values = [hash(ticket), stream, JSON.stringify(session), session.expiresAt, ttlMs];
      await orUnavailable(() => queries.query(PUT, values));
    },
    async take(ticket) {
      const { rows } = await orUnavailable(() => queries.query(TAKE, [hash(ticket)]));
      const [row] = rows;
      if (row === undefined || row.valid !== true) return undefined;
      // `put` wrote it.
      const session: Who = { ...JSON.parse(String(row.session)), expiresAt: Number(row.session_expires_at) };
      return { session, stream: String(row.stream) };
    },
  };
}

function hash(ticket: string): Buffer {
  return createHash("sha256").update(ticket).digest();
}

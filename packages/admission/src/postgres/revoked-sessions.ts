import { createListeners } from "@tidings/contracts/listeners";
import { type Bus, HubError, numberOption } from "@tidings/hub";
import type { PostgresQueries } from "@tidings/hub/postgres";
import type { Revoked, SharedRevokedSessions } from "../revocations.ts";
import { orUnavailable } from "./or-unavailable.ts";

/** How {@link createPostgresRevokedSessions} works. */
export interface PostgresRevokedSessionsOptions {
  /** Tells the other nodes at once. Without it they find out within `pollMs`. The store never closes it. */
  readonly bus?: Bus | undefined;
  /** Milliseconds between two looks at what other nodes revoked. Default 500; from 10 to an hour. */
  readonly pollMs?: number | undefined;
  /**
   * Called when the database cannot be asked what other nodes revoked; the next look asks again. What it throws is
   * ignored. Default: nobody.
   */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** Revoked sessions that all nodes share. */
export interface PostgresRevokedSessions extends SharedRevokedSessions {
  /** Ends the looks. Stores what could not be stored yet, if the database can be asked. */
  close(): Promise<void>;
}

interface Row extends Revoked {
  /** Milliseconds since 1970; Infinity for a session that never ends. */
  readonly expiresAt: number;
}

const CHANNEL = "revocations";
/** Seconds for which a row may become visible after rows that were written later. */
const LATE_S = 30;
const POLL = { fallback: 500, min: 10, max: 3_600_000 };

const ADD = `
INSERT INTO admission_revocations (user_id, session_id, topic, expires_at, node)
SELECT user_id, session_id, topic, expires_at, $5
FROM unnest($1::text[], $2::text[], $3::text[], $4::double precision[]) AS r (user_id, session_id, topic, expires_at)`;

// Rows that are over are kept for an hour, so that a node that was stopped for a while still finds them.
const FORGET = `
DELETE FROM admission_revocations
WHERE expires_at < extract(epoch FROM clock_timestamp()) * 1000 AND at < clock_timestamp() - interval '1 hour'`;

const FIND = "SELECT 1 FROM admission_revocations WHERE session_id = $1 AND user_id = $2 LIMIT 1";

// By the database's clock: from a while before the last look on, because a row is visible only after its commit.
const LOOK = `
SELECT clock_timestamp()::text AS now, r.number, r.user_id, r.session_id, r.topic, r.node
FROM (SELECT 1) AS one LEFT JOIN admission_revocations r
  ON r.at > coalesce($1::timestamptz, clock_timestamp()) - interval '${LATE_S} seconds'
ORDER BY r.number`;

/**
 * Revoked sessions in PostgreSQL: every node knows them, and ends the streams that they opened within a second (S12.6).
 * What could not be stored counts on this node, and is stored at one of the next looks.
 *
 * @param queries A pool on a database with `POSTGRES_ADMISSION_TABLES`.
 * @throws HubError `invalid_options` (D21.1)
 * @example
 * const revokedSessions = await createPostgresRevokedSessions(pool, { bus });
 * const revocations = createRevocations(hub, revokedSessions);
 * // At the end:
 * await revokedSessions.close();
 */
export async function createPostgresRevokedSessions(
  queries: PostgresQueries,
  { bus, pollMs, onFailure }: PostgresRevokedSessionsOptions = {},
): Promise<PostgresRevokedSessions> {
  const every = numberOption("createPostgresRevokedSessions' pollMs", pollMs, POLL);
  const node = crypto.randomUUID();
  const listeners = createListeners<[Revoked]>();
  const notStored = new Set<Row>();
  /** The rows of other nodes that were told of, as far back as a look goes. */
  let told = new Set<string>();
  let lookedAt: string | undefined;
  let looking: Promise<void> | undefined;
  let storing: Promise<void> = Promise.resolve();
  let isDue = false;
  let closed = false;

  function fail(error: unknown): void {
    try {
      onFailure?.(error);
    } catch {}
  }

  /** Looks, and once more if it was asked for meanwhile. */
  async function look(): Promise<void> {
    isDue = true;
    looking ??= (async () => {
      while (isDue && !closed) {
        isDue = false;
        await store();
        await readOthers();
      }
    })()
      .catch(fail)
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  async function readOthers(): Promise<void> {
    const { rows } = await queries.query(LOOK, [lookedAt ?? null]);
    const seen = new Set<string>();
    for (const row of rows) {
      if (row.number === null || row.node === node) continue;
      const number = String(row.number);
      seen.add(number);
      if (!told.has(number)) listeners.notify(toRevoked(row));
    }
    told = seen;
    lookedAt = String(rows[0]?.now);
  }

  /** One at a time, so that no row is stored twice. */
  function store(): Promise<void> {
    storing = storing.catch(() => {}).then(storeNow);
    return storing;
  }

  async function storeNow(): Promise<void> {
    const rows = [...notStored];
    if (rows.length === 0) return;
    const column = <T>(read: (row: Row) => T) => rows.map(read);
    await queries.query(ADD, [
      column(({ userId }) => userId ?? null),
      column(({ sessionId }) => sessionId ?? null),
      column(({ topic }) => topic ?? null),
      column(({ expiresAt }) => expiresAt),
      node,
    ]);
    for (const row of rows) notStored.delete(row);
    await bus?.publish([{ channel: CHANNEL, text: node }]).catch(() => {});
    await queries.query(FORGET);
  }

  async function add(row: Row): Promise<void> {
    if (closed) throw new HubError("closed", "the store of revoked sessions is closed");
    notStored.add(row);
    await orUnavailable(store);
  }

  const leaveBus = await bus?.subscribe(CHANNEL, (sender) => {
    if (sender !== node) void look();
  });
  const leaveMissed = bus?.onMissed(() => void look());
  const timer = setInterval(look, every);
  timer.unref();

  return {
    revoke: ({ id, sessionId, expiresAt }) => add({ userId: id, sessionId, expiresAt }),
    revokeStreams: (revoked) => add({ ...revoked, expiresAt: 0 }),
    async isRevoked({ id, sessionId }) {
      for (const row of notStored) if (row.userId === id && row.sessionId === sessionId) return true;
      const { rows } = await orUnavailable(() => queries.query(FIND, [sessionId, id]));
      return rows.length > 0;
    },
    onRevoked: (listener) => listeners.add(listener),
    async close() {
      if (closed) return;
      clearInterval(timer);
      leaveBus?.();
      leaveMissed?.();
      await looking;
      closed = true;
      await store().catch(fail);
      listeners.clear();
    },
  };
}

function toRevoked(row: Readonly<Record<string, unknown>>): Revoked {
  const text = (value: unknown) => (value === null ? undefined : String(value));
  return { userId: text(row.user_id), sessionId: text(row.session_id), topic: text(row.topic) };
}

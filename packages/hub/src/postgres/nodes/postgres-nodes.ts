import { createListeners } from "@tidings/contracts/listeners";
import { HubError } from "../../error.ts";
import { checkSeat, createMembersHere, type Seat } from "../../nodes/members-here.ts";
import type { Nodes, PresenceChange } from "../../nodes/nodes.ts";
import { createReporter } from "../../reporter.ts";
import { guarded } from "../failure.ts";
import { inTransaction } from "../pool.ts";
import { checkNodesOptions, type PostgresNodesOptions } from "./options.ts";

const FAILED = "could not ask the other nodes";
const SEEN = "clock_timestamp() - $1::double precision * interval '1 millisecond'";

const REGISTER = `
INSERT INTO tidings_nodes (id, facts, seen_at) VALUES ($1, $2, clock_timestamp())
ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, seen_at = excluded.seen_at
RETURNING xmax = 0 AS is_new`;

/** The most members of one statement. */
const MAX_TOGETHER = 1000;

/**
 * Registers this process among the nodes of a deployment that share a PostgreSQL database. Needs no bus and no LISTEN, so
 * it works through PgBouncer too. Resolves when the node is registered.
 *
 * @throws HubError `invalid_options`; `log_failed` if the database cannot be asked
 * @example
 * await pool.query(POSTGRES_NODE_TABLES);
 * const nodes = await createPostgresNodes({ pool, facts: () => ({ connections: hub.countAll() }) });
 * @see docs/spec/delivery.md D30
 */
export async function createPostgresNodes(options: PostgresNodesOptions): Promise<Nodes> {
  const { pool, facts, beatMs, ttlMs, onReport } = checkNodesOptions(options);
  const report = createReporter("onReport of createPostgresNodes", onReport);
  const id = crypto.randomUUID();
  const here = createMembersHere();
  const listeners = createListeners<[PresenceChange]>();
  let working: Promise<void> = Promise.resolve();
  let isBeating = false;
  let isSettling = false;
  let closed = false;

  async function register(): Promise<boolean> {
    const { rows } = await pool.query(REGISTER, [id, JSON.stringify(facts() ?? null)]);
    return rows[0]?.is_new === true;
  }

  /** One after the other: what a node says of a member must arrive in order. */
  function inOrder(work: () => Promise<void>): Promise<void> {
    working = working.then(work).catch((error: unknown) => {
      if (!closed) report({ type: "nodes_failed", error });
    });
    return working;
  }

  /** While the database does not answer, signs of life do not pile up. */
  function beatUnlessBusy(): void {
    if (isBeating) return;
    isBeating = true;
    void inOrder(beat).finally(() => {
      isBeating = false;
    });
  }

  async function beat(): Promise<void> {
    if (await register()) revive();
    await settle();
    await removeDead();
  }

  /** Another node took this one for dead and has told everybody that its members are gone. */
  function revive(): void {
    here.markChanged(here.all());
    report({ type: "node_revived" });
  }

  async function settle(): Promise<void> {
    isSettling = false;
    const changed = here.takeChanged();
    for (let from = 0; from < changed.length; from += MAX_TOGETHER) {
      const seats = changed.slice(from, from + MAX_TOGETHER);
      try {
        if (!(await store(seats))) {
          await register();
          revive();
          return settle();
        }
      } catch (error) {
        here.markChanged(changed.slice(from));
        throw error;
      }
    }
  }

  /** Resolves with false where this node is not known any more. */
  async function store(seats: readonly Seat[]): Promise<boolean> {
    const states = seats.map((seat) => ({ ...seat, isPresent: here.has(seat) }));
    const { rows } = await pool.query("SELECT n, changed FROM tidings_settle($1, $2, $3, $4) ORDER BY n", [
      id,
      states.map(({ place }) => place),
      states.map(({ member }) => member),
      states.map(({ isPresent }) => isPresent),
    ]);
    if (rows[0]?.changed === null) return false;
    for (const [index, state] of states.entries()) if (rows[index]?.changed === true) listeners.notify(state);
    return true;
  }

  /** Each dead node in a transaction of its own, which only one of the living gets. */
  async function removeDead(): Promise<void> {
    const { rows } = await pool.query(`SELECT id FROM tidings_nodes WHERE seen_at < ${SEEN}`, [ttlMs]);
    for (const row of rows) {
      const gone = await inTransaction(pool, async (client) => {
        const dead = await client.query(
          `SELECT 1 FROM tidings_nodes WHERE seen_at < ${SEEN} AND id = $2 FOR UPDATE SKIP LOCKED`,
          [ttlMs, row.id],
        );
        if (dead.rows.length === 0) return [];
        return (await client.query("SELECT place, member FROM tidings_remove_node($1)", [row.id])).rows;
      });
      for (const { place, member } of gone) {
        listeners.notify({ place: String(place), member: String(member), isPresent: false });
      }
    }
  }

  function settleSoon(): void {
    if (isSettling || closed) return;
    isSettling = true;
    void inOrder(settle);
  }

  function open() {
    if (closed) throw new HubError("closed", "the nodes are closed");
  }

  await guarded("cannot register this node", register);
  const timer = setInterval(beatUnlessBusy, beatMs);
  timer.unref();

  return {
    id,
    async all() {
      open();
      const { rows } = await guarded(FAILED, () =>
        pool.query(`SELECT id, facts FROM tidings_nodes WHERE seen_at >= ${SEEN} AND id <> $2 ORDER BY id`, [
          ttlMs,
          id,
        ]),
      );
      // Others may have said something since; of itself this node knows the newest.
      return [{ id, facts: facts() }, ...rows.map((row) => ({ id: String(row.id), facts: parse(row.facts) }))];
    },
    enter(place, member) {
      open();
      checkSeat({ place, member });
      here.enter({ place, member });
      settleSoon();
    },
    leave(place, member) {
      if (closed) return;
      here.leave({ place, member });
      settleSoon();
    },
    settled: () => working,
    async present(place, members) {
      open();
      if (members.length === 0) return new Set();
      const { rows } = await guarded(FAILED, () =>
        pool.query("SELECT DISTINCT member FROM tidings_presence WHERE place = $1 AND member = ANY($2::text[])", [
          place,
          members,
        ]),
      );
      return new Set(rows.map(({ member }) => String(member)));
    },
    onPresence: (listener) => listeners.add(listener),
    async runAlone(name, work) {
      open();
      let failure: { readonly error: unknown } | undefined;
      const ran = await guarded(FAILED, () =>
        inTransaction(pool, async (client) => {
          const { rows } = await client.query(
            "SELECT pg_try_advisory_xact_lock(hashtext('tidings alone ' || current_schema()), hashtext($1)) AS alone",
            [name],
          );
          if (rows[0]?.alone !== true) return false;
          try {
            await work();
          } catch (error) {
            failure = { error };
          }
          return true;
        }),
      );
      if (failure !== undefined) throw failure.error;
      return ran;
    },
    async close() {
      if (closed) return;
      clearInterval(timer);
      await inOrder(settle);
      closed = true;
      await pool
        .query("SELECT place, member FROM tidings_remove_node($1)", [id])
        .then(({ rows }) => {
          for (const { place, member } of rows) {
            listeners.notify({ place: String(place), member: String(member), isPresent: false });
          }
        })
        // The others remove it when its time is over.
        .catch(() => {});
      listeners.clear();
    },
  };
}

/** Another program may have written anything. */
function parse(facts: unknown): unknown {
  try {
    return JSON.parse(String(facts));
  } catch {
    return null;
  }
}

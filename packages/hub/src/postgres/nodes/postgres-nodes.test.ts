import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Nodes } from "../../nodes/nodes.ts";
import { describeNodeInstances, describeNodes } from "../../testing/suites.ts";
import { createPostgresNodes, POSTGRES_NODE_TABLES, type PostgresPool } from "../index.ts";

let database: PostgresDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createPostgresDatabase();
  pool = database.openPool({ max: 6 });
  // The nodes of one deployment may start at the same time.
  await Promise.all(Array.from({ length: 3 }, () => pool.query(POSTGRES_NODE_TABLES)));
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => pool.query("TRUNCATE tidings_nodes, tidings_presence"));

const HOUR_MS = 3_600_000;
const WITHIN = { timeout: 30_000, interval: 20 };

function makePlace() {
  const networks = new Map<Nodes, { isCut: boolean }>();

  async function open(facts: () => unknown) {
    const network = { isCut: false };
    const guard = async <T>(ask: () => Promise<T>) => {
      if (network.isCut) throw new Error("the network is cut");
      return ask();
    };
    const cuttable: PostgresPool = {
      query: (text, values) => guard(() => pool.query(text, values)),
      connect: () => guard(() => pool.connect()),
    };
    const node = await createPostgresNodes({ pool: cuttable, facts, beatMs: 50, ttlMs: HOUR_MS });
    networks.set(node, network);
    return node;
  }

  function cut(node: Nodes) {
    const network = networks.get(node);
    if (network === undefined) throw new Error("a node of another place");
    network.isCut = true;
    return () => {
      network.isCut = false;
    };
  }

  const outlive = async ({ id }: Nodes) => {
    await pool.query("UPDATE tidings_nodes SET seen_at = seen_at - interval '2 hours' WHERE id = $1", [id]);
  };
  return { open, cut, outlive, remove() {} };
}

describeNodes("postgres", makePlace);
describeNodeInstances("postgres", makePlace);

it("D30.3: a node that comes back from the dead says so, and its next member is stored with the others", async () => {
  const reports: string[] = [];
  const node = await createPostgresNodes({ pool, beatMs: HOUR_MS, onReport: ({ type }) => reports.push(type) });
  node.enter("chat", "ada");
  await node.settled();
  await pool.query("SELECT * FROM tidings_remove_node($1)", [node.id]);
  node.enter("chat", "grace");
  await node.settled();
  expect(await node.present("chat", ["ada", "grace"])).toEqual(new Set(["ada", "grace"]));
  expect(reports).toEqual(["node_revived"]);
  await node.close();
});

it("D30.1: 3,000 who come in one turn are stored together, and each is told of", async () => {
  const node = await createPostgresNodes({ pool, beatMs: HOUR_MS });
  let told = 0;
  node.onPresence(() => {
    told += 1;
  });
  const members = Array.from({ length: 3000 }, (_, index) => `member ${index}`);
  for (const member of members) node.enter("chat", member);
  await node.settled();
  expect([told, (await node.present("chat", members)).size]).toEqual([3000, 3000]);
  await node.close();
});

it("D30.4: a node that is killed lets go of its work with its connection", async () => {
  const own = database.openPool({ max: 2, application_name: "killed" });
  const node = await createPostgresNodes({ pool: own, beatMs: HOUR_MS });
  const other = await createPostgresNodes({ pool, beatMs: HOUR_MS });
  const begun = Promise.withResolvers<void>();
  const never = Promise.withResolvers<void>();
  const work = node.runAlone("reminders", () => {
    begun.resolve();
    return never.promise;
  });
  await begun.promise;
  await pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'killed'");
  const again = () => other.runAlone("reminders", async () => {});
  await vi.waitFor(async () => expect(await again()).toBe(true), WITHIN);
  never.resolve();
  await expect(work).rejects.toMatchObject({ code: "log_failed" });
  await node.close();
  await other.close();
});

it("D30.1: who comes waits for who is just leaving, and is then the first", async () => {
  await pool.query("INSERT INTO tidings_presence (place, member, node) VALUES ('chat', 'ada', 'one')");
  const [leaving, coming] = [await pool.connect(), await pool.connect()];
  await leaving.query("BEGIN");
  const left = await leaving.query("SELECT tidings_leave('chat', 'ada', 'one') AS is_last");
  const { rows } = await coming.query("SELECT pg_backend_pid() AS pid");
  const came = coming.query("SELECT tidings_enter('chat', 'ada', 'two') AS is_first");
  await vi.waitFor(async () => {
    const waiting = await pool.query("SELECT wait_event_type AS kind FROM pg_stat_activity WHERE pid = $1", [
      rows[0].pid,
    ]);
    expect(waiting.rows).toEqual([{ kind: "Lock" }]);
  }, WITHIN);
  await leaving.query("COMMIT");
  expect([left.rows, (await came).rows]).toEqual([[{ is_last: true }], [{ is_first: true }]]);
  leaving.release();
  coming.release();
});

it("D21.1: options that cannot work are refused in words", async () => {
  const refusals = [
    [{}, "give createPostgresNodes a pool"],
    [{ pool, facts: 5 }, "facts must be a function"],
    [{ pool, beatMs: 0 }, "beatMs"],
    [{ pool, beatMs: 1000, ttlMs: 2999 }, "ttlMs"],
  ] as const;
  for (const [options, words] of refusals) {
    // @ts-expect-error as callers in JavaScript may write it
    const refused = createPostgresNodes(options);
    await expect(refused).rejects.toMatchObject({ code: "invalid_options", message: expect.stringContaining(words) });
  }
});

import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  createPostgresChangeSource,
  createPostgresDeadLetters,
  type PostgresChangeSourceOptions,
  watchChanges,
} from "./postgres/index.ts";
import { createRelay } from "./relay.ts";
import { CHANGE_TABLES, createSqliteChangeSource, createSqliteDeadLetters, watchCommits } from "./sqlite/index.ts";

const INF = Number.POSITIVE_INFINITY;
let database: DatabaseSync;

beforeEach(() => {
  database = new DatabaseSync(":memory:");
  database.exec(CHANGE_TABLES);
});
afterEach(() => database.close());

/** A change that becomes a dead letter, while another one has been dead for a day. */
async function relayOne(options: object): Promise<void> {
  database.exec(`INSERT INTO changes (table_name, row_id, operation) VALUES ('gone', '1', 'INSERT');
    INSERT OR REPLACE INTO dead_changes (change_id, table_name, row_id, operation, at, failed_at, reason)
    VALUES (0, 'old', '1', 'INSERT', '2020-01-01', '2020-01-01', 'old')`);
  const relay = createRelay({
    source: createSqliteChangeSource(database, options),
    publishAll: async () => [],
    mappers: {
      gone: () => {
        throw new Error("no event");
      },
    },
    ...options,
  });
  await relay.catchUp();
  await relay.close();
}

/** A pool whose database is empty. */
const pool: NonNullable<PostgresChangeSourceOptions["pool"]> = {
  query: async () => ({ rows: [] }),
  connect: () => Promise.reject(new Error("nobody asks for a connection")),
};
const relaying = (name: string) => (value: number) => relayOne({ [name]: value });
const left = () =>
  createSqliteDeadLetters(database)
    .list({ limit: INF })
    .map(({ change }) => change.table);

it.each<[string, (value: number) => unknown, 0 | undefined, typeof INF | undefined]>([
  ["createRelay's batchSize", relaying("batchSize"), undefined, undefined],
  ["createRelay's appendSize", relaying("appendSize"), undefined, INF],
  ["createRelay's retryMs", relaying("retryMs"), undefined, undefined],
  ["createSqliteChangeSource's keep", relaying("keep"), 0, INF],
  ["createSqliteChangeSource's keepDead", relaying("keepDead"), 0, INF],
  ["createSqliteChangeSource's keepDeadMs", relaying("keepDeadMs"), 0, INF],
  ["list's limit", (limit) => createSqliteDeadLetters(database).list({ limit }), undefined, INF],
  ["createPostgresChangeSource's keepDead", (keepDead) => createPostgresChangeSource({ pool, keepDead }), 0, INF],
  ["createPostgresChangeSource's keepDeadMs", (keepDeadMs) => createPostgresChangeSource({ pool, keepDeadMs }), 0, INF],
  ["list's limit", (limit) => createPostgresDeadLetters(pool).list({ limit }), undefined, INF],
  ["watchChanges' intervalMs", (ms) => watchChanges(pool, () => {}, ms)(), undefined, undefined],
  ["watchCommits' intervalMs", (ms) => watchCommits(database, () => {}, ms)(), undefined, undefined],
])(
  "D28.1, D28.2, D28.3: %s takes or refuses 0 and Infinity, and refuses what is no number",
  async (name, give, zero, infinity) => {
    for (const [value, taken] of [
      [0, zero === 0],
      [INF, infinity === INF],
      [-1, false],
      [Number.NaN, false],
      ["7" as unknown as number, false],
    ] as const) {
      const given = (async () => give(value))();
      if (taken) await given;
      else {
        await expect(given).rejects.toMatchObject({
          code: "invalid_options",
          message: expect.stringContaining(`${name} must be a`),
        });
      }
    }
  },
);

it("D28.1: of Infinity dead letters, and for Infinity milliseconds, all are kept", async () => {
  await relayOne({ keepDead: INF, keepDeadMs: INF });
  expect(left()).toEqual(["gone", "old"]);
  await relayOne({ keepDead: INF });
  expect(left()).toEqual(["gone", "gone"]);
  await relayOne({ keepDead: 0 });
  expect(left()).toEqual([]);
});

it.each(["batchSize", "appendSize"])("D28.2: %s is whole", async (name) => {
  await relayOne({ [name]: 1 });
  await expect(relayOne({ [name]: 1.5 })).rejects.toMatchObject({ code: "invalid_options" });
});

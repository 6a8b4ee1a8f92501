import { DatabaseSync } from "node:sqlite";
import { expect, it, vi } from "vitest";
import { createSqliteChangeSource, type SqliteChangeSourceOptions } from "./change-source.ts";
import { CHANGE_TABLES } from "./change-tables.ts";

function setUp(options?: SqliteChangeSourceOptions) {
  const database = new DatabaseSync(":memory:");
  database.exec(CHANGE_TABLES);
  const forgotten: number[] = [];
  const source = createSqliteChangeSource(database, { onForget: (count) => forgotten.push(count), ...options });
  const insert = database.prepare(
    "INSERT INTO changes (table_name, row_id, operation, new_row) VALUES ('orders', ?, 'INSERT', '{}')",
  );
  insert.setReadBigInts(true);
  /** So many changes are committed, and none of them can be published. */
  async function fail(count: number) {
    for (let index = 0; index < count; index += 1) insert.run(String(index));
    const changes = await source.next(count);
    await source.advance(
      changes.at(-1)?.id ?? 0,
      changes.map((change) => ({ change, reason: "wrong" })),
    );
  }
  const kept = () =>
    database
      .prepare("SELECT change_id AS id FROM dead_changes ORDER BY id")
      .all()
      .map(({ id }) => id);
  const age = (id: number, days: number) =>
    database
      .prepare("UPDATE dead_changes SET failed_at = ? WHERE change_id = ?")
      .run(new Date(Date.now() - days * 86_400_000).toISOString(), id);
  return { database, source, insert, fail, kept, forgotten, age };
}

it("D14.6: keeps the newest dead letters, and reports how many are deleted", async () => {
  const { fail, kept, forgotten } = setUp({ keepDead: 3 });
  await fail(2);
  await fail(1);
  expect(kept()).toEqual([1, 2, 3]);
  expect(forgotten).toEqual([]);
  await fail(2);
  expect(kept()).toEqual([3, 4, 5]);
  await fail(4);
  expect(kept()).toEqual([7, 8, 9]);
  expect(forgotten).toEqual([2, 4]);
});

it("D14.6: keeps 10,000 of them unless it is told otherwise, and none for 0", async () => {
  const usual = setUp();
  await usual.fail(10_001);
  expect(usual.kept()).toHaveLength(10_000);
  const none = setUp({ keepDead: 0 });
  await none.fail(1);
  expect(none.kept()).toEqual([]);
});

it.each([
  [{}, 10_000],
  [{ keep: 2 }, 2],
  [{ keep: 0 }, 0],
])("keeps of what was relayed, with %j, the newest %i", async (options, count) => {
  const { database, source, insert } = setUp(options);
  for (let id = 1; id <= 10_001; id += 1) insert.run(String(id));
  await source.advance(10_001, []);
  const kept = database.prepare("SELECT count(*) AS count, max(id) - min(id) + 1 AS newest FROM changes").get();
  expect(kept).toEqual({ count, newest: count === 0 ? null : count });
});

it("D14.6: keeps them for 90 days unless it is told otherwise", async () => {
  const { fail, kept, forgotten, age } = setUp();
  await fail(3);
  age(1, 90.01);
  age(2, 89.99);
  await fail(1);
  expect(kept()).toEqual([2, 3, 4]);
  expect(forgotten).toEqual([1]);
});

it.each(["9007199254740993", "9223372036854775807"])(
  "S18.3: a change with the id %s is relayed, and what is written afterwards too, with ids that go on as before",
  async (id) => {
    const { database, source, insert } = setUp();
    insert.run("1");
    insert.run("2");
    database.exec(
      `INSERT INTO changes (id, table_name, row_id, operation) VALUES (${id}, 'orders', 'foreign', 'DELETE')`,
    );
    const changes = await source.next(10);
    expect(changes.map(({ rowId }) => rowId)).toEqual(["1", "2", "foreign"]);
    await source.advance(changes.at(-1)?.id ?? 0, []);
    expect(await source.next(10)).toEqual([]);
    insert.run("3");
    const later = await source.next(10);
    expect(later).toMatchObject([{ id: 3, rowId: "3" }]);
    await source.advance(3, []);
    expect(await source.next(10)).toEqual([]);
  },
);

it("S18.3: changes that came meanwhile behind such an id are relayed before the ids go on as before", async () => {
  const { database, source, insert } = setUp();
  insert.run("first");
  database.exec(
    "INSERT INTO changes (id, table_name, row_id, operation) VALUES (9007199254740993, 'orders', 'foreign', 'DELETE')",
  );
  const changes = await source.next(10);
  insert.run("meanwhile");
  await source.advance(changes.at(-1)?.id ?? 0, []);
  const rest = await source.next(10);
  expect(rest.map(({ rowId }) => rowId)).toEqual(["meanwhile"]);
  await source.advance(rest.at(-1)?.id ?? 0, []);
  insert.run("later");
  expect(await source.next(10)).toMatchObject([{ id: 2, rowId: "later" }]);
});

it.each([0, 1, 2, 3])("leaves the connection's own setting of synchronous as it is (%i)", async (setting) => {
  const { database, fail } = setUp();
  database.exec(`PRAGMA synchronous = ${setting}`);
  await fail(1);
  expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: setting });
});

it("D14.2: reads nothing that is not committed, and moves no cursor inside another's transaction", async () => {
  const { database, source, insert } = setUp();
  database.exec("BEGIN");
  insert.run("1");
  await expect(source.next(1)).rejects.toThrow(/a connection of its own/);
  await expect(source.advance(1, [])).rejects.toThrow(/a connection of its own/);
  database.exec("ROLLBACK");
  expect(await source.next(1)).toEqual([]);
});

it.each([
  ["OFF", []],
  ["NORMAL", []],
  ["FULL", ["PRAGMA synchronous = NORMAL", "PRAGMA synchronous = 2"]],
])("what is relayed is written without waiting for the disk: synchronous = %s", async (level, lowered) => {
  const { database, source, insert } = setUp();
  database.exec(`PRAGMA synchronous = ${level}`);
  insert.run("a");
  const exec = vi.spyOn(database, "exec");
  const [change] = await source.next(1);
  await source.advance(change?.id ?? 0, []);
  expect(exec.mock.calls.map(([sql]) => sql).filter((sql) => /synchronous/.test(sql))).toEqual(lowered);
});

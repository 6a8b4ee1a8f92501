import { Refusal } from "@tidings/admission";
import { createPostgresLog } from "@tidings/hub/postgres";
import { expect, it, onTestFinished } from "vitest";
import { databaseUrl } from "../../testing/test-store.ts";
import { all, first, run, wait } from "../store.ts";
import { createPostgresPool } from "./postgres-pool.ts";
import { createPostgresStore } from "./postgres-store.ts";

async function setUp() {
  const url = await databaseUrl(crypto.randomUUID());
  const pool = createPostgresPool({ url, max: 5, onIdleError: () => {} });
  await pool.query("CREATE TABLE items (id text PRIMARY KEY, count bigint)");
  const log = await createPostgresLog({ pool });
  onTestFinished(async () => {
    await log.close();
    await pool.end();
  });
  return createPostgresStore(pool, log);
}

it("reads and writes with the statements of SQLite's store", async () => {
  const store = await setUp();
  expect(await store.run("INSERT INTO items VALUES (?1, ?2), (?3, ?2)", "a", 1, "b")).toBe(2);
  expect(await store.all("SELECT * FROM items WHERE count = ?2 ORDER BY id LIMIT +?1", 1, 1)).toEqual([
    { id: "a", count: 1 },
  ]);
  expect(await store.first("SELECT * FROM items WHERE id = ?1", "c")).toBeUndefined();
});

it("S18.3: an integer that no number holds is a bigint, the others are numbers", async () => {
  const store = await setUp();
  await store.run("INSERT INTO items VALUES ('a', 9007199254740991), ('b', 9007199254740993)");
  const rows = await store.all("SELECT count FROM items ORDER BY id LIMIT 2");
  expect(rows.map(({ count }) => count)).toEqual([2 ** 53 - 1, 2n ** 53n + 1n]);
});

it("a transaction whose work throws, or what it waits for rejects, leaves nothing", async () => {
  const store = await setUp();
  const refused = new Error("no");
  for (const fail of [
    () => {
      throw refused;
    },
    () => Promise.reject(refused),
  ]) {
    const work = store.transaction(function* () {
      yield* run("INSERT INTO items VALUES ('a', 1)");
      yield* wait(fail());
    });
    await expect(work).rejects.toBe(refused);
  }
  expect(await store.all("SELECT * FROM items LIMIT 1")).toEqual([]);
});

it("what is read and written by the store itself in a transaction or a snapshot is part of it", async () => {
  const store = await setUp();
  await expect(
    store.transaction(function* () {
      yield* wait(store.run("INSERT INTO items VALUES ('a', 1)").then(() => {}));
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  expect(await store.all("SELECT * FROM items LIMIT 1")).toEqual([]);
  const process = () => store.first("SELECT pg_backend_pid() AS pid");
  const [one, other] = await store.snapshot(async () => [await process(), await process()]);
  expect(one).toEqual(other);
});

it("of two transactions that wait for each other one is run again, and both are done", async () => {
  const store = await setUp();
  await store.run("INSERT INTO items VALUES ('a', 0), ('b', 0)");
  const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const meet = Promise.all(both.map(({ promise }) => promise)).then(() => {});
  const add = (order: readonly string[], mine: number) =>
    store.transaction(function* () {
      for (const id of order) {
        yield* all(`SELECT id FROM items WHERE id = ?1 ${store.lock}`, id);
        both[mine]?.resolve();
        yield* wait(meet);
        yield* run("UPDATE items SET count = count + 1 WHERE id = ?1", id);
      }
    });
  await Promise.all([add(["a", "b"], 0), add(["b", "a"], 1)]);
  expect(await store.all("SELECT count FROM items LIMIT 2")).toEqual([{ count: 2 }, { count: 2 }]);
});

it("nothing is found by a text that PostgreSQL cannot hold, and writing it is refused in words", async () => {
  const store = await setUp();
  expect(await store.first("SELECT * FROM items WHERE id = ?1", "a\0")).toBeUndefined();
  await expect(store.run("INSERT INTO items VALUES (?1, 1)", "a\0")).rejects.toThrow("U+0000");
  await expect(
    store.transaction(function* () {
      yield* first("SELECT * FROM items WHERE id = ?1", "\0");
      yield* run("INSERT INTO items VALUES (?1, 1)", "\0");
    }),
  ).rejects.toBeInstanceOf(Refusal);
});

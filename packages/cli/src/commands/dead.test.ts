import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CHANGE_TABLES, createSqliteChangeSource } from "@tidings/outbox/sqlite";
import { expect, it, onTestFinished } from "vitest";
import { tidings } from "../testing/run-here.ts";
import { folder } from "../testing/tidings.ts";

/** A database with three dead letters. */
async function withDeadLetters() {
  const file = join(folder(), "shop.db");
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  database.exec(CHANGE_TABLES);
  database.exec(`INSERT INTO changes (table_name, row_id, operation, new_row)
    VALUES ('orders', 'a', 'INSERT', '{"id":"a"}'), ('orders', 'b', 'INSERT', '{}'), ('orders', 'c', 'DELETE', NULL)`);
  const source = createSqliteChangeSource(database);
  const changes = await source.next(10);
  await source.advance(
    3,
    changes.map((change) => ({ change, reason: "no such status" })),
  );
  const dead = (...words: string[]) => tidings(["dead", ...words, "--database", file]);
  return { database, dead };
}

it("D14.3: lists the newest first, in pages, for people and as JSON", async () => {
  const { dead } = await withDeadLetters();
  const { code, out } = await dead("list");
  expect([code, out.split("\n")]).toEqual([
    0,
    [
      expect.stringMatching(/^3 .* DELETE orders c: no such status$/),
      expect.stringMatching(/^2 .* INSERT orders b: no such status$/),
      expect.stringMatching(/^1 .* INSERT orders a: no such status$/),
      "",
    ],
  ]);
  const page = await dead("list", "--json", "--limit", "1", "--before", "3");
  expect(JSON.parse(page.out)).toMatchObject([{ id: 2, table: "orders", rowId: "b", reason: "no such status" }]);
});

it("D14.7: shows one with its row, tries again and drops; what is not there is named, with code 1", async () => {
  const { database, dead } = await withDeadLetters();
  expect(JSON.parse((await dead("show", "1")).out)).toMatchObject({ id: 1, newRow: { id: "a" } });
  expect(await dead("retry", "1", "2")).toMatchObject({
    code: 0,
    out: expect.stringContaining("Change 2 will be tried again"),
  });
  expect(database.prepare("SELECT row_id FROM changes WHERE id > 3").all()).toEqual([{ row_id: "a" }, { row_id: "b" }]);
  const dropped = await dead("drop", "3", "9", "--json");
  expect(dropped).toMatchObject({ code: 1, err: expect.stringContaining("no dead letter of change 9") });
  expect(JSON.parse(dropped.out)).toEqual({ drop: [3], missing: [9] });
  expect(await dead("list")).toMatchObject({ code: 0, out: "There are no dead letters.\n" });
  expect(await dead("show", "3")).toMatchObject({
    code: 1,
    err: expect.stringContaining("no dead letter of change 3"),
  });
  expect(await dead("drop", "x")).toMatchObject({ code: 1, err: expect.stringContaining("number of a change") });
});

it("D14.7: of several that are retried or dropped, those that are there are done, and the first that is not is named", async () => {
  const { database, dead } = await withDeadLetters();
  for (const [name, done] of [
    ["retry", "will be tried again"],
    ["drop", "is dropped"],
  ]) {
    const id = name === "retry" ? "1" : "2";
    const { code, out, err } = await dead(String(name), "7", id, "8");
    expect([code, out]).toEqual([1, `Change ${id} ${done}.\n`]);
    expect(err).toMatch(/there is no dead letter of change 7; tidings dead list names those that are there/);
    expect(await dead(String(name), id)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining(`change ${id}`),
    });
  }
  expect(database.prepare("SELECT row_id FROM changes WHERE id > 3").all()).toEqual([{ row_id: "a" }]);
  expect(JSON.parse((await dead("list", "--json")).out)).toMatchObject([{ id: 3 }]);
  expect(await dead("show", "4")).toMatchObject({ code: 1, out: "", err: expect.stringContaining("change 4") });
});

it("without dead letters the list says so, to programs too, and nothing is named without a number", async () => {
  const file = join(folder(), "empty.db");
  new DatabaseSync(file).exec(CHANGE_TABLES);
  expect(await tidings(["dead", "list", "--database", file])).toEqual({
    code: 0,
    out: "There are no dead letters.\n",
    err: "",
  });
  expect(await tidings(["dead", "list", "--json", "--database", file])).toMatchObject({ code: 0, out: "[]\n" });
  for (const name of ["show", "retry", "drop"]) {
    const { code, err } = await tidings(["dead", name, "--database", file]);
    expect([code, err]).toEqual([1, expect.stringContaining("missing required argument")]);
  }
});

it("D14.3: a change beyond what a number holds is named exactly", async () => {
  const { database, dead } = await withDeadLetters();
  database.exec("UPDATE dead_changes SET change_id = 9007199254740993 WHERE change_id = 3");
  expect(JSON.parse((await dead("list", "--json", "--limit", "1")).out)).toMatchObject([{ id: "9007199254740993" }]);
  expect((await dead("list", "--limit", "1")).out).toMatch(/^9007199254740993 /);
  expect(JSON.parse((await dead("show", "9007199254740993")).out)).toMatchObject({ id: "9007199254740993" });
  const { code, err } = await dead("drop", "9007199254740992");
  expect([code, err]).toEqual([1, expect.stringContaining("change 9007199254740992")]);
  expect(JSON.parse((await dead("drop", "9007199254740993", "--json")).out)).toEqual({
    drop: ["9007199254740993"],
    missing: [],
  });
});

it("a database without an outbox is refused in words", async () => {
  const file = join(folder(), "empty.db");
  new DatabaseSync(file).exec("CREATE TABLE a (b)");
  const { code, err } = await tidings(["dead", "list", "--database", file]);
  expect([code, err]).toEqual([1, expect.stringContaining("tidings triggers --install makes one")]);
});

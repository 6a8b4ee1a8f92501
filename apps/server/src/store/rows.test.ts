import { DatabaseSync } from "node:sqlite";
import { prepareRows, prepareWrite, type Row } from "@tidings/outbox/sqlite";
import { beforeEach, expect, it, vi } from "vitest";
import * as z from "zod";
import { fillPage } from "./fill-page.ts";
import { reportOnce } from "./report-once.ts";
import { rowReader } from "./rows.ts";

let database: DatabaseSync;
const onUnreadable = vi.fn();
const item = z.object({ id: z.int(), count: z.int() });
const readItem = rowReader("items", (row) => item.parse(row), onUnreadable);

beforeEach(() => {
  onUnreadable.mockClear();
  database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE items (id INTEGER PRIMARY KEY, count)");
  return () => database.close();
});

it("S18.3: an integer that no number holds stays a bigint, the others are numbers", () => {
  database.exec(
    "INSERT INTO items VALUES (1, 9007199254740991), (2, 9007199254740992), (3, -9007199254740993), (4, 9223372036854775807)",
  );
  const rows = prepareRows(database, "SELECT * FROM items ORDER BY id").all();
  expect(rows.map(({ count }) => count)).toEqual([2 ** 53 - 1, 2n ** 53n, -(2n ** 53n) - 1n, 2n ** 63n - 1n]);
  expect(rows.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  expect(prepareRows(database, "SELECT * FROM items WHERE id = ?").get(9)).toBeUndefined();
});

it.each(["9007199254740993", "NULL", "'three'", "x'00ff'", "1.5", "9e999"])(
  "S18.1, S18.2: a row that holds %s is left out and reported with its id and without its value",
  (value) => {
    database.exec(`INSERT INTO items VALUES (1, 1), (2, ${value}), (3, 3)`);
    const rows = prepareRows(database, "SELECT * FROM items ORDER BY id").all();
    expect(rows.map(readItem)).toEqual([{ id: 1, count: 1 }, undefined, { id: 3, count: 3 }]);
    expect(onUnreadable).toHaveBeenCalledExactlyOnceWith({
      table: "items",
      id: "2",
      issues: [expect.stringMatching(/^count: Invalid input: expected /)],
    });
  },
);

it("S18.3: a rowid that no number holds fails neither its write nor the ones after it", () => {
  const insert = prepareWrite(database, "INSERT INTO items VALUES (?, ?)");
  expect(insert.run(2n ** 53n + 1n, 1)).toBe(1);
  expect(prepareWrite(database, "UPDATE items SET count = 2").run()).toBe(1);
  expect(insert.run(null, 3)).toBe(1);
  expect(prepareWrite(database, "DELETE FROM items WHERE count = ?").run(4)).toBe(0);
  expect(prepareRows(database, "SELECT id FROM items ORDER BY id").all()).toEqual([
    { id: 2n ** 53n + 1n },
    { id: 2n ** 53n + 2n },
  ]);
});

it("S18.2: whatever a reader throws is an issue", () => {
  const read = rowReader(
    "items",
    () => {
      throw new RangeError("out of range");
    },
    onUnreadable,
  );
  expect(read({ userId: "u" })).toBeUndefined();
  expect(onUnreadable).toHaveBeenCalledWith({ table: "items", id: "u", issues: ["out of range"] });
});

it("S18.2: the same row with the same issues is reported once, another issue anew", () => {
  const report = vi.fn();
  const once = reportOnce(report);
  const row = { table: "items", id: "2", issues: ["count: wrong"] };
  for (const one of [row, row, { ...row, id: "3" }, { ...row, issues: ["id: wrong"] }, row]) once(one);
  expect(report).toHaveBeenCalledTimes(3);
  // However many there are, what is remembered is bounded.
  for (let index = 0; index < 10_000; index += 1) once({ ...row, id: `more-${index}` });
  once(row);
  expect(report).toHaveBeenCalledTimes(3 + 10_000 + 1);
});

it.each([1, 100, 101, 350])(
  "S17.1, S17.2: a page of %i is full whatever is left out of it, is read in slices, and others get their turn",
  async (limit) => {
    const insert = database.prepare("INSERT INTO items VALUES (?, ?)");
    for (let id = 1; id <= 3000; id += 1) insert.run(id, id % 7 === 0 ? id : "wrong");
    const query = prepareRows(database, "SELECT * FROM items WHERE id > ? ORDER BY id LIMIT +?");
    const counts: number[] = [];
    let turns = 0;
    const page = await fillPage({
      limit,
      read: readItem,
      rows({ id = 0 }: Row = {}, count) {
        counts.push(count);
        expect(turns).toBe(counts.length - 1);
        setImmediate(() => {
          turns += 1;
        });
        return query.all(id, count);
      },
    });
    expect(page.map(({ id }) => id)).toEqual(Array.from({ length: limit }, (_, index) => (index + 1) * 7));
    expect(Math.max(...counts)).toBeLessThanOrEqual(100);
  },
);

it("S17.1: the last page ends where the rows end", async () => {
  database.exec("INSERT INTO items VALUES (1, 1), (2, 'wrong')");
  const query = prepareRows(database, "SELECT * FROM items WHERE id > ? ORDER BY id LIMIT +?");
  const rows = ({ id = 0 }: Row = {}, count: number) => query.all(id, count);
  expect(await fillPage({ limit: 50, read: readItem, rows })).toEqual([{ id: 1, count: 1 }]);
});

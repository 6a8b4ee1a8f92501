import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import { prepareRows, prepareWrite } from "./statements.ts";

function setUp(options: { readonly returnArrays?: boolean } = {}) {
  const database = new DatabaseSync(":memory:", options);
  onTestFinished(() => database.close());
  database.exec("CREATE TABLE t (value ANY) STRICT");
  const write = prepareWrite(database, "INSERT INTO t VALUES (?)");
  const read = prepareRows(database, "SELECT value FROM t ORDER BY rowid LIMIT 10");
  return { database, write, read };
}

it("S18: an integer that a JavaScript number holds is a number, one beyond stays a bigint, and the rest is as it is", () => {
  const { write, read } = setUp();
  const integers = [0, -7, 2n ** 53n - 1n, -(2n ** 53n) + 1n, 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)];
  for (const value of [...integers, "text", 0.5]) write.run(value);
  expect(read.all().map(({ value }) => value)).toEqual([
    ...[0, -7, 2 ** 53 - 1, -(2 ** 53) + 1],
    ...[2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)],
    ...["text", 0.5],
  ]);
});

it("reads one row alone, and none where there is none", () => {
  const { write, read } = setUp();
  expect(read.get()).toBeUndefined();
  write.run(1);
  write.run(2);
  expect(read.get()).toEqual({ value: 1 });
});

it("S18: says how many rows it wrote, also after a rowid that no JavaScript number holds", () => {
  const { database, write } = setUp();
  database.exec("INSERT INTO t (rowid, value) VALUES (9223372036854775806, 'foreign')");
  expect(write.run("next")).toBe(1);
  expect(prepareWrite(database, "DELETE FROM t").run()).toBe(2);
  expect(prepareWrite(database, "DELETE FROM t").run()).toBe(0);
});

it("rows are objects, also over a connection that the application opened for arrays", () => {
  const { write, read } = setUp({ returnArrays: true });
  write.run(1);
  expect(read.all()).toEqual([{ value: 1 }]);
});

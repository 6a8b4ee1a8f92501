import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { transaction } from "./transaction.ts";

it("a transaction that throws changes nothing and leaves the connection usable", () => {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE t (a)");
  expect(() =>
    transaction(database, () => {
      database.exec("INSERT INTO t VALUES (1)");
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(transaction(database, () => database.prepare("SELECT count(*) AS n FROM t").get())).toEqual({ n: 0 });
});

import { expect, it } from "vitest";
import { openFile } from "./connection.ts";

it("a log of its own file stands still for 20 ms at most, syncs with the journal, and bounds that journal", () => {
  const database = openFile(":memory:");
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  expect([pragma("busy_timeout"), pragma("synchronous"), pragma("journal_size_limit")]).toEqual([20, 1, 67_108_864]);
  database.close();
});

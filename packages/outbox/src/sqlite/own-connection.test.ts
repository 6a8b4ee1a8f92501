import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Change } from "../change.ts";
import { createSqliteChangeSource } from "./change-source.ts";
import { CHANGE_TABLES } from "./change-tables.ts";
import { changeTriggers } from "./change-triggers.ts";
import { createSqliteDeadLetters } from "./dead-letters.ts";
import { createSqliteRelayLag } from "./relay-lag.ts";
import { watchCommits } from "./watch-commits.ts";

it.each([{ returnArrays: true }, { readBigInts: true }, { returnArrays: true, readBigInts: true }])(
  "works over a connection that the application opened its own way: %j",
  async (options) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const directory = mkdtempSync(join(tmpdir(), "tidings-own-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, "shop.db");
    const ours = new DatabaseSync(file, options);
    ours.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = EXTRA; CREATE TABLE orders (id TEXT PRIMARY KEY, n INTEGER)",
    );
    ours.exec(CHANGE_TABLES);
    ours.exec(changeTriggers({ table: "orders", columns: ["id", "n"] }));
    const onChange = vi.fn();
    const stop = watchCommits(ours, onChange, 25);

    const theirs = new DatabaseSync(file);
    theirs.exec("INSERT INTO orders VALUES ('1', 5)");
    vi.advanceTimersByTime(25);
    expect(onChange).toHaveBeenCalledTimes(1);

    const lag = createSqliteRelayLag(ours);
    expect(lag()).toMatchObject({ changes: 1, lost: undefined });
    const source = createSqliteChangeSource(ours);
    const [change] = (await source.next(10)) as [Change];
    expect(change).toEqual({ id: 1, table: "orders", rowId: "1", operation: "INSERT", newRow: { id: "1", n: 5 } });
    await source.advance(change.id, [{ change, reason: "wrong" }]);
    expect(lag()).toMatchObject({ changes: 0, lost: undefined });
    expect(createSqliteDeadLetters(ours).list()).toMatchObject([{ change: { id: 1, rowId: "1" }, reason: "wrong" }]);
    expect(Object.values(ours.prepare("PRAGMA synchronous").get() ?? {}).map(Number)).toEqual([3]);
    stop();
    ours.close();
    theirs.close();
  },
);

it.each([
  ["a key", { table: "orders", key: "code", columns: ["id"] }, /code/],
  ["a column", { table: "orders", columns: ["id", "status"] }, /status/],
  ["a revision", { table: "orders", columns: ["id"], revision: "version" }, /version/],
  ["a table", { table: "order", columns: ["id"] }, /order/],
])(
  "triggers that name %s that is not there are refused when they are made, not at the next write",
  (_what, options, words) => {
    const database = new DatabaseSync(":memory:");
    onTestFinished(() => database.close());
    database.exec("CREATE TABLE orders (id TEXT PRIMARY KEY)");
    database.exec(CHANGE_TABLES);
    expect(() => database.exec(changeTriggers(options))).toThrow(words);
    database.exec("INSERT INTO orders VALUES ('1')");
  },
);

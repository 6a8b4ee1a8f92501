import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, it, vi } from "vitest";
import { CHANGE_TABLES } from "./change-tables.ts";
import { COUNTED, createSqliteRelayLag } from "./relay-lag.ts";

function openDatabase() {
  const database = new DatabaseSync(":memory:");
  database.exec(CHANGE_TABLES);
  return database;
}

afterEach(() => {
  vi.useRealTimers();
});

it("is the number of changes behind the cursor, and the age of the oldest", () => {
  const database = openDatabase();
  const lag = createSqliteRelayLag(database);
  expect(lag()).toEqual({ changes: 0, seconds: 0, lost: undefined });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-02-26T05:00:10.500Z") });
  database.exec(`INSERT INTO changes (id, table_name, row_id, operation, at) VALUES
    (1, 'orders', 'a', 'DELETE', '2026-02-26T04:00:00.000Z'),
    (2, 'orders', 'b', 'DELETE', '2026-02-26T05:00:00.000Z'),
    (3, 'orders', 'c', 'DELETE', '2026-02-26T05:00:05.000Z');
    UPDATE relay_cursor SET change_id = 1`);
  expect(lag()).toEqual({ changes: 2, seconds: 10.5, lost: undefined });
  database.exec("UPDATE relay_cursor SET change_id = 3");
  expect(lag()).toEqual({ changes: 0, seconds: 0, lost: undefined });
  database.close();
});

it("S17.2: counts no more changes than it takes to know that there are many", () => {
  const database = openDatabase();
  database.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${COUNTED + 500})
    INSERT INTO changes (table_name, row_id, operation) SELECT 'orders', i, 'DELETE' FROM n`);
  expect(createSqliteRelayLag(database)().changes).toBe(COUNTED);
  database.close();
});

it.each(["2999-01-01T00:00:00.000Z", "no time at all"])(
  "a change written at %s is as old as it has been seen",
  (at) => {
    vi.useFakeTimers({ toFake: ["Date", "performance"], now: Date.parse("2026-02-26T05:00:00.000Z") });
    const database = openDatabase();
    const lag = createSqliteRelayLag(database);
    database.exec(`INSERT INTO changes (table_name, row_id, operation, at) VALUES ('orders', 'a', 'DELETE', '${at}')`);
    expect(lag().seconds).toBe(0);
    vi.advanceTimersByTime(7_500);
    expect(lag()).toEqual({ changes: 1, seconds: 7.5, lost: undefined });
    database.exec("UPDATE relay_cursor SET change_id = 1");
    expect(lag().seconds).toBe(0);
    database.close();
  },
);

it("S19.2: says why changes would not be found any more, and what to do", () => {
  const database = openDatabase();
  const lag = createSqliteRelayLag(database);
  database.exec("UPDATE relay_cursor SET change_id = 1");
  const ahead = "relay_cursor is ahead of all changes: set it to the last change that was relayed";
  expect(lag()).toEqual({ changes: 0, seconds: 0, lost: ahead });
  database.exec("INSERT INTO changes (table_name, row_id, operation) VALUES ('orders', 'a', 'DELETE')");
  expect(lag().lost).toBeUndefined();
  database.exec("UPDATE relay_cursor SET change_id = 2");
  expect(lag().lost).toBe(ahead);
  database.exec("DELETE FROM relay_cursor");
  expect(lag()).toEqual({
    changes: 0,
    seconds: 0,
    lost: "the table relay_cursor has lost its row: insert (1, the last change that was relayed)",
  });
  database.close();
});

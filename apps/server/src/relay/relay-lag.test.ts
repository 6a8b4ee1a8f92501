import { afterEach, expect, it, vi } from "vitest";
import { openDatabase } from "../store/sqlite/open.ts";
import { createSqliteRelayLag } from "./relay-lag.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("is the number of changes behind the cursor, and the age of the oldest", () => {
  const database = openDatabase(":memory:");
  const lag = createSqliteRelayLag(database);
  expect(lag()).toEqual({ changes: 0, seconds: 0 });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-02-26T05:00:10.500Z") });
  database.exec(`INSERT INTO changes (id, table_name, row_id, operation, at) VALUES
    (1, 'orders', 'a', 'DELETE', '2026-02-26T04:00:00.000Z'),
    (2, 'orders', 'b', 'DELETE', '2026-02-26T05:00:00.000Z'),
    (3, 'orders', 'c', 'DELETE', '2026-02-26T05:00:05.000Z');
    UPDATE relay_cursor SET change_id = 1`);
  expect(lag()).toEqual({ changes: 2, seconds: 10.5 });
  database.exec("UPDATE relay_cursor SET change_id = 3");
  expect(lag()).toEqual({ changes: 0, seconds: 0 });
  database.close();
});

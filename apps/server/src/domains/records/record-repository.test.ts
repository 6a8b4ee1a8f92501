import { MAX_LIST } from "@tidings/contracts";
import { expect, it } from "vitest";
import { openDatabase } from "../../store/sqlite/open.ts";
import { createSqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { createRecordRepository } from "./record-repository.ts";

it("S17.3: of more than a list holds, the newest records and the last appointments are in it", async () => {
  using database = openDatabase(":memory:");
  database.exec(`
    INSERT INTO users (id, email, name, role, password_hash) VALUES ('u', 'u@example.com', 'U', 'user', 'h');
    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${MAX_LIST + 1})
    INSERT INTO appointments (id, user_id, title, starts_at)
    SELECT 'a' || n, 'u', 'Tea', strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-01', n || ' days') FROM number;
    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${MAX_LIST + 1})
    INSERT INTO records (id, user_id, title) SELECT 'r' || n, 'u', 'A record' FROM number;
  `);
  const repository = createRecordRepository(createSqliteStore(database));
  const appointments = (await repository.listAppointments("u")).map(({ id }) => id);
  expect([appointments.length, appointments.at(0), appointments.at(-1)]).toEqual([MAX_LIST, "a2", `a${MAX_LIST + 1}`]);
  const records = (await repository.listRecords("u")).map(({ id }) => id);
  expect([records.length, records.at(0), records.at(-1)]).toEqual([MAX_LIST, `r${MAX_LIST + 1}`, "r2"]);
});

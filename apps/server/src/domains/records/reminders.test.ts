import type { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, it, vi } from "vitest";
import { openDatabase } from "../../store/sqlite/open.ts";
import { createSqliteStore } from "../../store/sqlite/sqlite-store.ts";
import { createReminders, type Reminders } from "./reminders.ts";

let database: DatabaseSync;
let reminders: Reminders;
const onChange = vi.fn();
const onFailure = vi.fn();
const MINUTE = 60_000;
const NOON = Date.parse("2026-02-26T12:00:00.000Z");

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  onChange.mockClear();
  onFailure.mockClear();
  database = openDatabase(":memory:");
  database.exec(
    "INSERT INTO users (id, email, name, role, password_hash) VALUES ('u', 'u@example.com', 'U', 'user', 'h')",
  );
  reminders = createReminders(createSqliteStore(database), { onChange, onFailure });
  return () => {
    reminders.close();
    expect(vi.getTimerCount()).toBe(0);
    database.close();
    vi.useRealTimers();
  };
});

const add = (id: string, inMinutes: number, more = "0, NULL") =>
  database.exec(`INSERT INTO appointments (id, user_id, title, starts_at, cancelled, reminded_at)
    VALUES ('${id}', 'u', 'Check-up', '${new Date(Date.now() + inMinutes * MINUTE).toISOString()}', ${more})`);
const reminded = () =>
  database
    .prepare("SELECT row_id FROM changes WHERE table_name = 'appointments' ORDER BY id")
    .all()
    .map(({ row_id }) => row_id);

it("reminds of what has come due and not begun, once", async () => {
  add("due", 60);
  add("later", 61);
  add("begun", -1);
  add("cancelled", 30, "1, NULL");
  add("reminded", 30, "0, '2026-02-26T11:00:00.000Z'");
  await reminders.look();
  await reminders.look();
  expect(reminded()).toEqual(["due"]);
  expect(onChange).toHaveBeenCalledTimes(1);
});

it("looks again just when the next is due, and meanwhile often enough for what others write", async () => {
  add("soon", 60.25);
  await reminders.look();
  expect(reminded()).toEqual([]);
  await vi.advanceTimersByTimeAsync(15_001);
  expect(reminded()).toEqual(["soon"]);
  add("from outside", 30);
  await vi.advanceTimersByTimeAsync(30_001);
  expect(reminded()).toEqual(["soon", "from outside"]);
});

it("a moved appointment is reminded of anew; a changed place is not", async () => {
  add("a", 30);
  await reminders.look();
  database.exec("UPDATE appointments SET location = 'Room 12'");
  await reminders.look();
  expect(reminded()).toEqual(["a"]);
  database.exec(`UPDATE appointments SET starts_at = '${new Date(NOON + 40 * MINUTE).toISOString()}'`);
  await reminders.look();
  expect(reminded()).toEqual(["a", "a"]);
});

it("a failure is reported, and tried again", async () => {
  database.exec("ALTER TABLE appointments RENAME TO elsewhere");
  await reminders.look();
  expect(onFailure).toHaveBeenCalledTimes(1);
  database.exec("ALTER TABLE elsewhere RENAME TO appointments");
  add("a", 30);
  await vi.advanceTimersByTimeAsync(30_001);
  expect(reminded()).toEqual(["a"]);
});

it("S17.2: thousands that come due at once are marked in slices; those that have begun are looked at once", async () => {
  vi.useRealTimers();
  for (let index = 0; index < 350; index += 1) add(`due-${index}`, 30);
  for (let index = 0; index < 350; index += 1) add(`begun-${index}`, -1);
  let turns = 0;
  const ticker = setInterval(() => {
    turns += 1;
  }, 0);
  await reminders.look();
  clearInterval(ticker);
  expect(turns).toBeGreaterThan(0);
  expect(reminded()).toHaveLength(350);
  expect(onFailure).not.toHaveBeenCalled();
  const count = (where: string) => database.prepare(`SELECT count(*) AS n FROM appointments WHERE ${where}`).get()?.n;
  expect(count("missed = 1 AND reminded_at IS NULL")).toBe(350);
  // Moved to a time to come, one of them is reminded of after all.
  const soon = new Date(Date.now() + 30 * MINUTE).toISOString();
  database.exec(`UPDATE appointments SET starts_at = '${soon}' WHERE id = 'begun-7'`);
  await reminders.look();
  expect(reminded().at(-1)).toBe("begun-7");
  reminders.close();
  vi.useFakeTimers();
});

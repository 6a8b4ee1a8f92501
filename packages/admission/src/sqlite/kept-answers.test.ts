import { DatabaseSync } from "node:sqlite";
import { KEY_KEPT_MS } from "@tidings/contracts";
import { expect, it, onTestFinished, vi } from "vitest";
import { createSqliteKeptAnswers, KEPT_ANSWERS_TABLE } from "./kept-answers.ts";

const attempt = { userId: "ada", operation: "placeOrder", key: "a" };
const kept = { fingerprint: "f", answer: { data: { id: "1", price: null } } };

function open() {
  const database = new DatabaseSync(":memory:");
  onTestFinished(() => database.close());
  database.exec(KEPT_ANSWERS_TABLE);
  const clock = { now: 1_800_000_000_000 };
  const onUnreadable = vi.fn();
  const answers = createSqliteKeptAnswers(database, { onUnreadable, now: () => clock.now });
  const count = () => database.prepare("SELECT count(*) AS n FROM idempotency_keys").get()?.n;
  return { database, clock, answers, onUnreadable, count };
}

it("D25.1: an answer is found by user, operation and key together, and a table that is there already stays", () => {
  const { database, answers } = open();
  expect(answers.find(attempt)).toBeUndefined();
  answers.keep(attempt, kept);
  database.exec(KEPT_ANSWERS_TABLE);
  expect(createSqliteKeptAnswers(database, { now: () => 1_800_000_000_000 }).find(attempt)).toEqual(kept);
  for (const other of [{ userId: "grace" }, { operation: "submitOrder" }, { key: "b" }]) {
    expect(answers.find({ ...attempt, ...other })).toBeUndefined();
  }
});

it("D25.3: it belongs to the transaction that is open: what is rolled back is not kept", () => {
  const { database, answers } = open();
  database.exec("BEGIN");
  answers.keep(attempt, kept);
  database.exec("ROLLBACK");
  expect(answers.find(attempt)).toBeUndefined();
});

it("D25.4: an answer is known for a day, and is replaced after it", () => {
  const { clock, answers } = open();
  answers.keep(attempt, kept);
  clock.now += KEY_KEPT_MS - 1;
  expect(answers.find(attempt)).toEqual(kept);
  clock.now += 1;
  expect(answers.find(attempt)).toBeUndefined();
  answers.keep(attempt, { ...kept, fingerprint: "g" });
  expect(answers.find(attempt)).toEqual({ ...kept, fingerprint: "g" });
});

it("D25.4: each answer takes ten at most away that are too old, the oldest first, and none that is not", () => {
  const { clock, answers, count } = open();
  for (let key = 0; key < 25; key += 1) {
    clock.now += 1;
    answers.keep({ ...attempt, key: `old ${key}` }, kept);
  }
  clock.now += KEY_KEPT_MS - 5;
  for (const left of [16, 7, 8]) {
    answers.keep({ ...attempt, key: `new ${left}` }, kept);
    expect(count()).toBe(left);
  }
  expect(answers.find({ ...attempt, key: "old 24" })).toEqual(kept);
});

it("S18.2: an answer that another program broke counts as missing, and is told of without its content", () => {
  const { database, answers, onUnreadable } = open();
  answers.keep(attempt, kept);
  database.exec(`UPDATE idempotency_keys SET answer = '{"card": 4111'`);
  expect(answers.find(attempt)).toBeUndefined();
  expect(onUnreadable).toHaveBeenCalledExactlyOnceWith("a", "its answer is not valid JSON");
  answers.keep(attempt, kept);
  expect(answers.find(attempt)).toEqual(kept);
});

it("S18.3: a rowid beyond what a number holds, which another program chose, fails no answer", () => {
  const { database, answers } = open();
  database.exec(`INSERT INTO idempotency_keys (rowid, user_id, operation, key, fingerprint, answer, created_at)
    VALUES (9223372036854775806, 'x', 'x', 'x', 'x', '1', 1800000000000)`);
  answers.keep(attempt, kept);
  expect(answers.find(attempt)).toEqual(kept);
});

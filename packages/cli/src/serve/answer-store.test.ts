import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import { createAnswerStore } from "./answer-store.ts";

function open() {
  const database = new DatabaseSync(":memory:");
  onTestFinished(() => database.close());
  return { database, answers: createAnswerStore(database) };
}

const answer = (key: string, positions: readonly (string | null)[] = ["a:1", null]) => ({
  key,
  digest: `of ${key}`,
  positions,
});

it("an answer is found by its key, as it was kept, and the first that a key had stays", () => {
  const { database, answers } = open();
  expect(answers.find("one")).toBeUndefined();
  answers.keep([answer("one"), answer("two", [])]);
  answers.keep([{ ...answer("one"), digest: "another", positions: [] }]);
  for (const store of [answers, createAnswerStore(database)]) {
    expect(store.find("one")).toEqual(answer("one"));
    expect(store.find("two")).toEqual(answer("two", []));
  }
});

it("of several answers all are kept or none, and the store goes on after it", () => {
  const { database, answers } = open();
  database.exec(`CREATE TRIGGER full BEFORE INSERT ON published_keys WHEN new.key = 'two'
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
  expect(() => answers.keep([answer("one"), answer("two")])).toThrow("the disk is full");
  expect(answers.find("one")).toBeUndefined();
  answers.keep([answer("three")]);
  expect(answers.find("three")).toEqual(answer("three"));
});

it("D7.2: the last 100,000 keys are known, and the oldest is forgotten for the next", () => {
  const { answers } = open();
  answers.keep(Array.from({ length: 100_000 }, (_, index) => answer(String(index), [])));
  expect(answers.find("0")).toBeDefined();
  answers.keep([answer("one more")]);
  expect(answers.find("0")).toBeUndefined();
  expect(answers.find("1")).toBeDefined();
  expect(answers.find("one more")).toBeDefined();
});

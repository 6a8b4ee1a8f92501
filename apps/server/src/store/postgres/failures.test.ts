import { Refusal } from "@tidings/admission";
import { expect, it } from "vitest";
import { failureOf, isCollision } from "./failures.ts";

const coded = (code: string) => Object.assign(new Error("from the driver, with secrets"), { code });

it.each([
  ["55P03", "The database is busy; try again shortly"],
  ["40P01", "The database is busy; try again shortly"],
  ["ECONNREFUSED", "The database does not answer; try again shortly"],
  ["57P01", "The database does not answer; try again shortly"],
  ["53300", "The database does not answer; try again shortly"],
])("%s is told as 503 and in words: %s", (code, words) => {
  const failure = failureOf(coded(code));
  expect(failure).toBeInstanceOf(Refusal);
  expect(failure).toMatchObject({ code: "unavailable", lines: [words] });
});

it.each(["Connection terminated unexpectedly", "timeout exceeded when trying to connect"])(
  "what the driver says without a code is told so, too: %s",
  (message) => expect(failureOf(new Error(message))).toBeInstanceOf(Refusal),
);

it("a failure that is the server's own stays what it is", () => {
  for (const error of [coded("23505"), coded("42601"), new Error("other"), "no error"]) {
    expect(failureOf(error)).toBe(error);
  }
  expect(["40001", "40P01", "23505"].map((code) => isCollision(coded(code)))).toEqual([true, true, false]);
});

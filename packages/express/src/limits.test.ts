import { expect, it } from "vitest";
import { limit } from "./environment-values.ts";

it.each([
  ["1", 1],
  ["500", 500],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
])("D28.4: a limit of %j in the environment is %d", (text, expected) => {
  expect(limit(500).parse(text)).toBe(expected);
});

it.each(["0", "501", "-1", "1.5", "1e2", "none", " 7", "", "Infinity "])(
  "D28.4: a limit of %j in the environment is refused in words that say what to write instead",
  (text) => {
    const words = `must be a whole number from 1 to 500, or Infinity for no limit, not ${JSON.stringify(text)}`;
    expect(limit(500).safeParse(text).error?.issues[0]?.message).toBe(words);
  },
);

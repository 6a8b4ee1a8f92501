import { expect, test } from "vitest";
import { parseData } from "./parse-data.ts";

test("data is a JSON object, or nothing", () => {
  expect(parseData("")).toBeUndefined();
  expect(parseData('{ "progress": 75 }')).toEqual({ progress: 75 });
});

test.each(["{", "[1]", "7", "null", '"text"'])("%s is no data", (text) => {
  expect(parseData(text)).toBe("invalid");
});

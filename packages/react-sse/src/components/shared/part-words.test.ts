import { expect, test } from "vitest";
import { partWords } from "./part-words.ts";

test("C39.3: a list that shows a part says of how many", () => {
  expect(partWords(200, 1284, "open orders")).toBe("Showing 200 of 1,284 open orders");
  expect(partWords(0, 1, "orders")).toBe("Showing 0 of 1 orders");
  expect(partWords(5, 5, "orders")).toBeUndefined();
  // An order that an event has just brought is counted by the next one.
  expect(partWords(6, 5, "orders")).toBeUndefined();
  expect(partWords(6, undefined, "orders")).toBeUndefined();
});

import { expect, test } from "vitest";
import { cutWords } from "./cut-words.ts";

test("C39.3: a list that the server may have cut says so", () => {
  expect(cutWords(499, "newest")).toBeUndefined();
  expect(cutWords(500, "newest")).toBe("Only the newest 500 are shown");
  expect(cutWords(503, "last")).toBe("Only the last 503 are shown");
});

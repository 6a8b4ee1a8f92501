import { expect, it } from "vitest";
import { eventNameIssue } from "./event-name.ts";

it.each(["a", "order_status_update", "backup.finished", "ä 😀", "n".repeat(256)])("W2: %s names an event", (name) => {
  expect(eventNameIssue(name)).toBeUndefined();
});

it.each([
  ["", "empty or not a text"],
  [undefined, "empty or not a text"],
  [7, "empty or not a text"],
  ["n".repeat(257), "longer than 256 characters"],
  ["a\rb", "CR, LF or NUL"],
  ["a\nb", "CR, LF or NUL"],
  ["a\0b", "CR, LF or NUL"],
  ["a\ud83d", "half of a surrogate pair"],
])("W2: %j names none, and it is said why", (name, words) => {
  expect(eventNameIssue(name)).toContain(words);
});

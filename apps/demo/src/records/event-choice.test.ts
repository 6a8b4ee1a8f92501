import { expect, test } from "vitest";
import { readEventChoice } from "./event-choice.ts";

test("004 ticked and typed names become events=, each once", () => {
  const others = " backup.finished ,notification, ";
  expect(readEventChoice({ ticked: ["system.alert", "notification"], others })).toEqual({
    ok: true,
    events: "system.alert,notification,backup.finished",
  });
});

test("004 names that there is not are refused in words, and so is nothing at all", () => {
  expect(readEventChoice({ ticked: ["notification"], others: "record.lost, a b" })).toEqual({
    ok: false,
    words: expect.stringContaining("There is no event “record.lost”, “a b”."),
  });
  expect(readEventChoice({ ticked: [], others: " , " })).toMatchObject({ ok: false });
});

import { expect, it } from "vitest";
import { createChatFormat } from "./chat-format.ts";
import { storyMessage } from "./chat-samples.ts";
import { messageDays } from "./message-days.ts";

const late = "2026-02-25T23:30:00.000Z";
const now = Date.parse("2026-02-26T05:00:00.000Z");

it("a day is the reader's, not the server's", () => {
  const london = createChatFormat({ locale: "en-GB", timeZone: "Europe/London" });
  const tokyo = createChatFormat({ locale: "en-GB", timeZone: "Asia/Tokyo" });
  expect([london.day(late, now), london.time(late)]).toEqual(["Yesterday", "23:30"]);
  expect([tokyo.day(late, now), tokyo.time(late)]).toEqual(["Today", "08:30"]);
  expect(london.day("2026-02-20T12:00:00.000Z", now)).toBe("Friday, 20 February 2026");
});

it("speaks the reader's language", () => {
  expect(createChatFormat({ locale: "de", timeZone: "UTC" }).day(late, now)).toBe("Gestern");
});

it("messages lie under the day they were said on", () => {
  const format = createChatFormat({ locale: "en-GB", timeZone: "UTC" });
  const messages = [storyMessage(-400, "ada", "a"), storyMessage(1, "grace", "b"), storyMessage(2, "ada", "c")];
  expect(messageDays(messages, format).map(({ key, messages }) => [key, messages.length])).toEqual([
    ["2026-02-25", 1],
    ["2026-02-26", 2],
  ]);
});

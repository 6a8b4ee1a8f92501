import fc from "fast-check";
import { expect, it } from "vitest";
import { storyMessage } from "../components/chat/chat-samples.ts";
import { messageDays } from "../components/chat/message-days.ts";
import { wildNumbers, wildTimes } from "../testing/wild-values.ts";
import { createChatFormat } from "./chat-format.ts";

const late = "2026-02-25T23:30:00.000Z";
const now = Date.parse("2026-02-26T05:00:00.000Z");

it("a day is the reader's, not the server's", () => {
  const london = createChatFormat({ locale: "en-GB", timeZone: "Europe/London" });
  const tokyo = createChatFormat({ locale: "en-GB", timeZone: "Asia/Tokyo" });
  expect([london.day(late, now), london.time(late)]).toEqual(["Yesterday", "23:30"]);
  expect([tokyo.day(late, now), tokyo.time(late)]).toEqual(["Today", "08:30"]);
  expect(london.day("2026-02-20T12:00:00.000Z", now)).toBe("Friday, 20 February 2026");
});

it("without a zone, or with an empty one, the reader's own is taken", () => {
  const own = createChatFormat({ locale: "en-GB", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  for (const timeZone of [undefined, ""]) {
    const format = createChatFormat({ locale: "en-GB", timeZone });
    expect([format.time(late), format.moment(late), format.dayKey(late)]).toEqual([
      own.time(late),
      own.moment(late),
      own.dayKey(late),
    ]);
  }
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

it("C26.1, C26.4: whatever a message's time is, day, time and key are written and nothing throws", () => {
  const format = createChatFormat({ locale: "en-GB", timeZone: "Asia/Tokyo" });
  const anything = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...wildTimes));
  fc.assert(
    fc.property(anything, fc.oneof(fc.constant(now), fc.double(), fc.constantFrom(...wildNumbers)), (iso, then) => {
      for (const text of [format.time(iso), format.moment(iso), format.day(iso, then)]) {
        expect(text.trim()).not.toBe("");
        expect(text.length).toBeLessThan(60);
      }
      expect(format.dayKey(iso)).toMatch(/^$|^\d+-\d\d-\d\d$/);
    }),
    { numRuns: 500 },
  );
});

it("C26.1: a text that is no time is shown as it is, and lies on no day", () => {
  const format = createChatFormat({ locale: "en-GB", timeZone: "UTC" });
  expect(["never", "", "2026-02-30T05:00:00Z"].map((iso) => format.day(iso, now))).toEqual([
    "never",
    "Time unknown",
    "2026-02-30T05:00:00Z",
  ]);
  const said = ["never", "2026-02-26T05:00:00Z", "never", "", "2026-02-26T05:00:00Z"];
  const messages = said.map((timestamp, place) => storyMessage(place, "ada", "x", { timestamp }));
  const days = messageDays(messages, format);
  expect(days.map(({ date, at }) => [date, at])).toEqual(
    said.map((at) => [at.startsWith("2026") ? "2026-02-26" : undefined, at]),
  );
  expect(new Set(days.map(({ key }) => key)).size).toBe(5);
});

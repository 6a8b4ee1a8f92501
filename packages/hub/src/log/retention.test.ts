import { expect, it } from "vitest";
import { readRetention, slackOf } from "./retention.ts";

const endless = Number.POSITIVE_INFINITY;

it("keeps the newest 100,000 events, of any age and topic, unless it is told otherwise", () => {
  const defaults = { count: 100_000, ageMs: endless, countPerTopic: endless };
  expect([readRetention(), readRetention({}), readRetention({ perTopic: {} })]).toEqual([defaults, defaults, defaults]);
  expect(readRetention({ count: 0, ageMs: 5, perTopic: { count: 7 } })).toEqual({
    count: 0,
    ageMs: 5,
    countPerTopic: 7,
  });
  expect(readRetention({ count: endless }).count).toBe(endless);
});

it.each([
  [{ count: -1 }, "retention.count must be"],
  [{ count: 1.5 }, "retention.count must be a whole number"],
  [{ ageMs: Number.NaN }, "retention.ageMs must be"],
  [{ perTopic: { count: "5" } }, "retention.perTopic.count must be"],
  [{ maxAge: 5 }, 'retention knows count, ageMs, perTopic; "maxAge" is none of them'],
  [{ perTopic: { ageMs: 5 } }, 'retention.perTopic knows count; "ageMs" is none of them'],
  [{ perTopic: 5 }, "retention.perTopic must be an object with count, not 5"],
  [null, "retention must be an object with count, ageMs, perTopic, not null"],
])("D21.1: refuses %j in words", (retention, words) => {
  expect(() => Reflect.apply(readRetention, undefined, [retention])).toThrow(
    expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(words) }),
  );
});

it("trims a hundredth of a limit at once, and never more than 250", () => {
  expect([0, 99, 100, 250, 24_999, 25_000, 1_000_000].map(slackOf)).toEqual([0, 0, 1, 2, 249, 250, 250]);
});

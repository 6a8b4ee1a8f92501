import { describe, expect, it } from "vitest";
import { judge } from "./verdict.ts";

const observed = {
  events: [{ type: "message", data: "a", lastEventId: "" }],
  requests: [{ path: "/", headers: { accept: "text/event-stream" }, lastEventId: null, gapMs: 120 }],
  opens: 1,
  finalState: "OPEN",
  retry: null,
  firstEvent: 80,
};

describe("judge", () => {
  it.each([
    { events: [{ type: "message", data: "a", lastEventId: "" }], opens: 1, finalState: "OPEN", retry: null },
    { requests: [{}] },
    { requests: [{ path: "/", lastEventId: null, gapMs: [100, 150], headers: { Accept: "text/event-stream" } }] },
    { requests: [{ headers: { cookie: null } }] },
    { eventsAnyOf: [[], [{ data: "a" }]], events: [] },
    { retryAnyOf: [null, 0], retry: 0 },
    { requestsAtLeast: 1, requestsAtMost: 1, opensAtLeast: 0, firstEventWithinMs: 100 },
    { note: "not an expectation" },
  ])("takes %j", (expectations) => {
    expect(judge(expectations, observed)).toEqual([]);
  });

  it.each([
    { events: [] },
    { events: [{ type: "message", data: "b", lastEventId: "" }] },
    { requests: [{}, {}] },
    { requests: [{ lastEventId: "" }] },
    { requests: [{ gapMs: [130, 150] }] },
    { requests: [{ headers: { accept: null } }] },
    { retry: 0 },
    { retryAnyOf: [0, 1] },
    { requestsAtLeast: 2 },
    { requestsAtMost: 0 },
    { firstEventWithinMs: 79 },
    { finalState: "CLOSED" },
  ])("refuses %j", (expectations) => {
    const [key] = Object.keys(expectations);
    expect(judge(expectations, observed)).toEqual([expect.objectContaining({ what: key })]);
  });

  it("refuses an expectation that it does not know, and a time that never came", () => {
    expect(judge({ colour: "red" }, observed)).toHaveLength(1);
    expect(judge({ openWithinMs: 1_000 }, { ...observed, open: undefined })).toHaveLength(1);
  });
});

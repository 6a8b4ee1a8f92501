import { recordsListenKeys, recordsStream } from "@tidings/contracts/records";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { recordsOf } from "./records-of.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-02-26T05:00:00.000Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

const names = ({ topics }: ReturnType<typeof recordsOf>) => topics.map(({ name }) => name);

it("S4: a user hears what is everyone's and one's own", () => {
  const serving = recordsOf({ userId: "ada" });
  expect(serving).toEqual({
    stream: recordsStream,
    topics: recordsListenKeys(["all", { userId: "ada" }]).map((key) => recordsStream.topic(key)),
    greeting: {
      message: "Connected to the event stream",
      userId: "ada",
      events: null,
      timestamp: "2026-02-26T05:00:00.000Z",
    },
    principal: { id: "ada" },
  });
});

it("S4: an admin hears what is the admins' as well", () => {
  const keys = recordsListenKeys(["all", { userId: "root" }, "admin"]);
  expect(names(recordsOf({ userId: "root", admin: true }))).toEqual(keys.map((key) => `records/${key}`));
});

it("004 hears the events that it names alone, and the greeting says which", () => {
  const events = "notification,backup.finished";
  const serving = recordsOf({ userId: "ada", events });
  const keys = recordsListenKeys(["all", { userId: "ada" }], events);
  expect(names(serving)).toEqual(keys.map((key) => `records/${key}`));
  expect(serving.greeting.events).toEqual(["notification", "backup.finished"]);
});

it.each(["record.lost", "a b"])("004 refuses events=%s, which are none, in words", (events) => {
  expect(() => recordsOf({ userId: "ada", events })).toThrow(
    expect.objectContaining({ code: "invalid_filter", message: expect.stringContaining("There is no event") }),
  );
});

it("S4: refuses the admins' events to who is none, and names them", () => {
  const events = "notification,admin.audit,admin.backup";
  expect(() => recordsOf({ userId: "ada", events })).toThrow(
    expect.objectContaining({ code: "forbidden", message: "Only admins may hear admin.audit, admin.backup" }),
  );
  expect(recordsOf({ userId: "root", admin: true, events }).greeting.events).toEqual(events.split(","));
});

import { describe, expect, it } from "vitest";
import { demoEvent } from "./demo-event.ts";

const eventOf = (body: Parameters<typeof demoEvent>[0]) => {
  const parsed = demoEvent(body);
  if (!parsed.ok) throw new Error(parsed.issues.join("; "));
  return parsed.data;
};

describe("S21.3: what the demo is asked for is what it sends", () => {
  it.each([
    [{ type: "broadcast" }, { event: "announcement", data: { message: "Test message" } }],
    [{ type: "user" }, { event: "notification", data: { title: "Notification", message: "Test message" } }],
    [{ type: "system" }, { event: "system", data: { message: "Test message", level: "info" } }],
    [{ type: "update" }, { event: "update", data: { type: "demo", data: { message: "Test message" } } }],
    [{ type: "progress" }, { event: "progress", data: { operationId: "demo", progress: 50, message: "Test message" } }],
    [{ type: "success" }, { event: "success", data: { message: "Test message" } }],
    [{ type: "error" }, { event: "error", data: { error: "Test message" } }],
  ] as const)("of %j alone a test message", (body, event) => {
    expect(eventOf(body)).toMatchObject(event);
  });

  it.each([
    [
      { type: "user", message: "Hello", data: { title: "News" } },
      { title: "News", message: "Hello" },
    ],
    [{ type: "update", data: { a: 1 } }, { data: { a: 1 } }],
    [{ type: "update", message: "Hello", data: { a: 1 } }, { data: { a: 1, message: "Hello" } }],
    [
      { type: "system", data: { level: "warning", who: "ada" } },
      { level: "warning", metadata: { who: "ada" } },
    ],
    [
      { type: "progress", data: { progress: 90, step: 3 } },
      { progress: 90, metadata: { step: 3 } },
    ],
    [
      { type: "error", message: "No", data: { code: 5 } },
      { error: "No", context: { code: 5 } },
    ],
  ] as const)("of %j everything", (body, data) => {
    expect(eventOf(body).data).toMatchObject(data);
  });

  it("metadata that is given is left as it is", () => {
    const { data } = eventOf({ type: "system", data: { metadata: { a: 1 }, message: "M" } });
    expect(data).toMatchObject({ message: "M", metadata: { a: 1 } });
  });
});

describe("S21.3: what an event cannot hold is refused in words", () => {
  it.each([
    [{ type: "broadcast", userId: "ada" }, "userId cannot go with the type broadcast"],
    [{ type: "user", message: "a", data: { message: "b" } }, "are two messages"],
    [{ type: "system", data: { level: "loud" } }, "level"],
  ] as const)("%j", (body, words) => {
    expect(demoEvent(body)).toMatchObject({ ok: false, issues: [expect.stringContaining(words)] });
  });

  it.each(["success", "error"] as const)("of %s the text and data.message are two things", (type) => {
    expect(demoEvent({ type, message: "a", data: { message: "b" } }).ok).toBe(true);
  });
});

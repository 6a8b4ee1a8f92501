import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createAppendQueue } from "./append-queue.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("what is committed at once while it waits for a busy database leaves no timer", async () => {
  let busy = true;
  const queue = createAppendQueue<string, string>((appends) => {
    if (busy) throw Object.assign(new Error("database is locked"), { code: "ERR_SQLITE_ERROR", errcode: 5 });
    for (const { what, settle } of appends) settle({ result: what });
  });
  const added = queue.add("a");
  await Promise.resolve();
  expect(vi.getTimerCount()).toBe(1);
  busy = false;
  queue.flush();
  expect(await added).toBe("a");
  expect(vi.getTimerCount()).toBe(0);
});

import { expect, it } from "vitest";
import { endWithUs } from "./end-with-us.ts";

const listeners = () => process.listenerCount("exit") + process.listenerCount("SIGTERM");

it("the process is listened to only while there is something to end, and taking back twice is harmless", () => {
  const before = listeners();
  const first = endWithUs(() => {});
  const second = endWithUs(() => {});
  expect(listeners()).toBe(before + 2);
  first();
  first();
  expect(listeners()).toBe(before + 2);
  second();
  second();
  expect(listeners()).toBe(before);
});

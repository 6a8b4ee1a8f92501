import { notificationsStream } from "@tidings/contracts/notifications";
import { expect, it } from "vitest";
import { frameEvent } from "./frame.ts";

const everyone = notificationsStream.topic("all");

it.each(["\r", "\n", "\0"])("W2: refuses a name with %j", (forbidden) => {
  expect(() => frameEvent(everyone, { event: `a${forbidden}data: forged`, data: 1 })).toThrow(
    expect.objectContaining({ name: "MocksError", code: "invalid_event" }),
  );
});

it.each(["constructor", "__proto__", "toString"])("takes %s for the custom event that it is", (event) => {
  expect(frameEvent(everyone, { event, data: 1 }).at(undefined)).toBe(`event: ${event}\ndata: 1\n\n`);
});

import { notificationsStream } from "@tidings/contracts/notifications";
import { acceptedCases, refusedCases } from "@tidings/contracts/testing";
import { expect, it } from "vitest";
import { frameEvent } from "./frame.ts";

const everyone = notificationsStream.topic("all");

it.each(refusedCases)("D13.4: $title is refused as by the hub", ({ event, data, code, names }) => {
  expect(() => frameEvent(everyone, { event, data: data() })).toThrow(
    expect.objectContaining({ name: "MocksError", code, message: expect.stringContaining(names.slice(0, 100)) }),
  );
});

it.each(acceptedCases)("D13.4: $title is taken as by the hub", ({ event, data }) => {
  const text = frameEvent(everyone, { event, data: data() }).at(undefined);
  expect(text.startsWith(`event: ${event}\ndata: `)).toBe(true);
});

it.each([undefined, null])("D13.4: %s instead of an event is refused as by the hub", (nothing) => {
  const refused = expect.objectContaining({ name: "MocksError", code: "invalid_event" });
  expect(() => Reflect.apply(frameEvent, undefined, [everyone, nothing])).toThrow(refused);
});

it("D13.4: what is no topic is refused as by the hub", () => {
  const refused = expect.objectContaining({ name: "MocksError", code: "invalid_topic" });
  expect(() => frameEvent({ ...everyone, name: "orders/all" }, { event: "custom", data: 1 })).toThrow(refused);
});

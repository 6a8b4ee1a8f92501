import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { isGreeting } from "./is-greeting.ts";

it.each([
  [ordersStream, ordersStream.greeting.name, true],
  [ordersStream, "connected", true],
  [ordersStream, "order_status_update", false],
  [ordersStream, "ending", false],
  [ordersStream, "toString", false],
  [notificationsStream, notificationsStream.greeting.name, true],
  [notificationsStream, "notification", false],
] as const)("D3.1: a greeting is known by its name (%#)", (definition, name, expected) => {
  expect(isGreeting(definition, name)).toBe(expected);
});

it("D3.1: an event of the contract is no greeting, whatever its name", () => {
  const { greeting, events } = ordersStream;
  const named = { greeting, events: { connected: events.order_status_update } };
  expect(isGreeting(named, "connected")).toBe(false);
});

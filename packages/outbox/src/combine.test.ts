import { sampleUsers } from "@tidings/contracts/auth";
import { ordersStream } from "@tidings/contracts/orders";
import { publication } from "@tidings/hub";
import { expect, it } from "vitest";
import type { Change, ChangeMapper } from "./change.ts";
import { combineMappers, combineReactions } from "./combine.ts";

const change: Change = { id: 1, table: "orders", rowId: "o-1", operation: "INSERT", oldRow: undefined, newRow: {} };
const event = (order_id: string): ReturnType<ChangeMapper> => [
  publication(ordersStream.topic(sampleUsers.ada.id), {
    event: "order_status_update",
    data: { order_id, order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 1 },
  }),
];
const fail = () => {
  throw new Error("wrong row");
};

it("two domains that map one table make their events in the order of the domains; other tables are their own", () => {
  const mappers = combineMappers([
    { mappers: { orders: () => event("first") } },
    {},
    { mappers: { orders: () => event("second"), records: () => event("third") } },
  ]);
  expect(Object.keys(mappers)).toEqual(["orders", "records"]);
  expect(mappers.orders?.(change)).toEqual([...event("first"), ...event("second")]);
  expect(mappers.records?.(change)).toEqual(event("third"));
});

it("D14.3: a mapper of one domain that throws makes no event of the others: the change is a dead letter as a whole", () => {
  const mappers = combineMappers([{ mappers: { orders: () => event("first") } }, { mappers: { orders: fail } }]);
  expect(() => mappers.orders?.(change)).toThrow("wrong row");
});

it("D14.5: a reaction of one domain that throws keeps no other domain from reacting, and what was thrown is not lost", () => {
  const reacted: Change[] = [];
  const react = (one: Change) => void reacted.push(one);
  const one = combineReactions([{ reactions: { orders: fail } }, {}, { reactions: { orders: react, users: react } }]);
  expect(() => one.orders?.(change)).toThrow("wrong row");
  expect(reacted).toEqual([change]);
  const two = combineReactions([{ reactions: { orders: fail } }, { reactions: { orders: fail } }]);
  expect(() => two.orders?.(change)).toThrow("2 reactions failed: Error: wrong row; Error: wrong row");
});

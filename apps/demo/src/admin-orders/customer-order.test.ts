import { toAdminOrder } from "@tidings/contracts/admin-orders";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect, test } from "vitest";
import { toCustomerOrder } from "./customer-order.ts";

test("an order comes back from the admins' words as it was, and as the same object each time", () => {
  for (const order of sampleOrders) {
    const admins = toAdminOrder(order);
    expect(toCustomerOrder(admins)).toEqual(order);
    expect(toCustomerOrder(admins)).toBe(toCustomerOrder(admins));
  }
});

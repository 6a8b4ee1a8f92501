import { expect, test } from "vitest";
import { sampleUsers } from "../auth/user.ts";
import { sampleAdminOrders } from "./admin-order.ts";
import { adminOrderEvent, checkTotalAmount, mayPlaceOrderFor } from "./policy.ts";

const { ada, grace, admin } = sampleUsers;
const [order] = sampleAdminOrders;

test("an order is placed for oneself, an admin's for anyone", () => {
  expect([ada, grace, admin].map((user) => mayPlaceOrderFor(user, ada.id))).toEqual([true, false, true]);
});

test("the amount of an app is held against its items, to the cent; without one the items decide", () => {
  const items = [{ name: "Loaf", qty: 3, unit_price: 19.99 }];
  expect(checkTotalAmount(items, 59.97)).toEqual({ ok: true, data: 59.97 });
  expect(checkTotalAmount(items, undefined)).toEqual({ ok: true, data: 59.97 });
  expect(checkTotalAmount(items, 60)).toEqual({
    ok: false,
    issues: ["order.totalAmount is 60, and the items come to 59.97; leave it out or send the sum"],
  });
  expect(checkTotalAmount([{ name: "Crumb", qty: 1, unit_price: 0.001 }], undefined)).toEqual({
    ok: false,
    issues: ["order.items[0].unit_price must not have fractions of a cent"],
  });
});

test("a placed order is told whole, a changed one by its status and what is not as it was", () => {
  expect(adminOrderEvent(order, undefined)).toEqual({ event: "new_order", data: order });
  const { id, orderId, orderCode, status, updatedAt, revision } = order;
  const always = { id, orderId, orderCode, status, updatedAt, revision };
  expect(adminOrderEvent(order, order)).toEqual({ event: "order_update", data: always });
  expect(adminOrderEvent({ ...order, deliveryAddress: "1 New St", totalQty: 9 }, order)).toEqual({
    event: "order_update",
    data: { ...always, deliveryAddress: "1 New St", totalQty: 9 },
  });
});

test("what is not known of before is told", () => {
  const { userId, items, totalQty, totalAmount, deliveryAddress } = order;
  expect(adminOrderEvent(order, {}).data).toMatchObject({ userId, items, totalQty, totalAmount, deliveryAddress });
});

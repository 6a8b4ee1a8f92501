import { describe, expect, it, test } from "vitest";
import { sampleUsers } from "../auth/user.ts";
import { sampleOrders } from "./order.ts";
import {
  mayCancelOrder,
  maySeeOrder,
  maySetOrderStatus,
  nextOrderStatus,
  orderStatusEvent,
  orderTotals,
} from "./policy.ts";
import { orderStatuses } from "./status.ts";

const { ada, grace, admin } = sampleUsers;
const [order] = sampleOrders;

test("S3: an order exists for its owner and for admins alone", () => {
  expect([ada, grace, admin].map((user) => maySeeOrder(user, { user_id: ada.id }))).toEqual([true, false, true]);
});

test("an owner cancels what is only received, an admin anything", () => {
  const cancellable = (user: typeof ada | typeof admin) =>
    orderStatuses.filter((order_status) => mayCancelOrder(user, { order_status }));
  expect(cancellable(ada)).toEqual(["Order Received"]);
  expect(cancellable(admin)).toEqual(orderStatuses);
});

test("an owner sets no status but Cancelled, and that one as long as they may cancel", () => {
  const settable = (order_status: (typeof orderStatuses)[number], user: typeof ada | typeof admin) =>
    orderStatuses.filter((status) => maySetOrderStatus(user, { order_status }, status));
  expect(settable("Order Received", ada)).toEqual(["Cancelled"]);
  expect(settable("Preparing", ada)).toEqual([]);
  expect(settable("Delivered", admin)).toEqual(orderStatuses);
});

test("each status is followed by the next one, the last ones by none", () => {
  expect(orderStatuses.map(nextOrderStatus)).toEqual([
    "Preparing",
    "Out for Delivery",
    "Delivered",
    undefined,
    undefined,
  ]);
});

describe("orderTotals", () => {
  it("counts pieces and cents exactly", () => {
    const items = [
      { name: "Bun", qty: 3, unit_price: 0.1 },
      { name: "Loaf", qty: 1, unit_price: 19.99 },
    ];
    expect(orderTotals(items)).toEqual({ ok: true, data: { total_qty: 4, final_amount_cents: 2029 } });
    expect(orderTotals([])).toEqual({ ok: true, data: { total_qty: 0, final_amount_cents: 0 } });
  });

  it("names the item whose price has fractions of a cent", () => {
    const [good, bad] = [0.1, 0.001].map((unit_price) => ({ name: "Bun", qty: 1, unit_price }));
    expect(orderTotals([good, bad].flatMap((item) => item ?? []))).toEqual({
      ok: false,
      issues: ["items[1].unit_price must not have fractions of a cent"],
    });
  });
});

describe("orderStatusEvent", () => {
  const { id: order_id, order_code, order_status, revision } = order;
  const told = { event: "order_status_update", data: { order_id, order_code, order_status, revision } };

  it("tells of an order that was placed, moved, or given to another owner", () => {
    expect(orderStatusEvent(order, undefined)).toEqual(told);
    expect(orderStatusEvent(order, { ...order, order_status: "lost" })).toEqual(told);
    expect(orderStatusEvent(order, { ...order, user_id: grace.id })).toEqual(told);
  });

  it("is silent about a change of anything else", () => {
    expect(orderStatusEvent({ ...order, revision: 9 }, order)).toBeUndefined();
  });
});

import type { User } from "../auth/user.ts";
import type { Parsed } from "../definition/parse.ts";
import { toCents } from "./money.ts";
import type { Order, OrderItem } from "./order.ts";
import { isCancellable, type OrderStatus, orderStatuses } from "./status.ts";

/** Whoever asks, as the rules of orders look at them. */
export type OrderVisitor = Pick<User, "id" | "role">;

/** Whether an order exists for a user: owners see their own, admins every one (S3). */
export function maySeeOrder(user: OrderVisitor, order: Pick<Order, "user_id">): boolean {
  return user.role === "admin" || order.user_id === user.id;
}

/** Whether a user who sees an order may cancel it: owners while it is only received, admins always. */
export function mayCancelOrder(user: OrderVisitor, order: Pick<Order, "order_status">): boolean {
  return user.role === "admin" || isCancellable(order.order_status);
}

/** Whether a user who sees an order may give it a status: admins any, owners `Cancelled` while they may cancel it. */
export function maySetOrderStatus(
  user: OrderVisitor,
  order: Pick<Order, "order_status">,
  status: OrderStatus,
): boolean {
  return user.role === "admin" || (status === "Cancelled" && mayCancelOrder(user, order));
}

/** The status that follows in a kitchen's day; undefined for `Delivered` and `Cancelled`. */
export function nextOrderStatus(status: OrderStatus): OrderStatus | undefined {
  if (status === "Cancelled") return undefined;
  const next = orderStatuses[orderStatuses.indexOf(status) + 1];
  return next === "Cancelled" ? undefined : next;
}

/**
 * How many pieces the items are together, and what they cost, in cents.
 *
 * @returns issues, in words for whoever ordered, where a price has fractions of a cent
 * @example orderTotals([{ name: "Bun", qty: 3, unit_price: 0.1 }]) // data: { total_qty: 3, final_amount_cents: 30 }
 */
export function orderTotals(
  items: readonly OrderItem[],
): Parsed<{ readonly total_qty: number; readonly final_amount_cents: number }> {
  let [total_qty, final_amount_cents] = [0, 0];
  for (const [index, { qty, unit_price }] of items.entries()) {
    const cents = toCents(unit_price);
    if (cents === undefined) {
      return { ok: false, issues: [`items[${index}].unit_price must not have fractions of a cent`] };
    }
    total_qty += qty;
    final_amount_cents += qty * cents;
  }
  return { ok: true, data: { total_qty, final_amount_cents } };
}

/**
 * What a changed order tells its owner: its status, when it is placed, gets another status, or becomes theirs.
 *
 * @param before The order as it was; undefined for one that was placed. Its status may be one that is not known.
 * @returns undefined where there is nothing to tell
 */
export function orderStatusEvent(
  after: Pick<Order, "id" | "order_code" | "user_id" | "order_status" | "revision">,
  before: { readonly user_id: string; readonly order_status: string } | undefined,
) {
  if (before?.order_status === after.order_status && before.user_id === after.user_id) return undefined;
  const { id: order_id, order_code, order_status, revision } = after;
  return { event: "order_status_update", data: { order_id, order_code, order_status, revision } } as const;
}

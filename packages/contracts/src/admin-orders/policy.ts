import type { User } from "../auth/user.ts";
import type { Parsed } from "../definition/parse.ts";
import { fromCents } from "../orders/money.ts";
import type { OrderItem } from "../orders/order.ts";
import { orderTotals } from "../orders/policy.ts";
import type { AdminOrder } from "./admin-order.ts";

/** Whether a user may place an order for the user with this id. Users order for themselves, admins for anyone. */
export function mayPlaceOrderFor(user: Pick<User, "id" | "role">, userId: string): boolean {
  return user.role === "admin" || user.id === userId;
}

/**
 * Checks that the total which an app sends equals the sum of the items.
 *
 * @param totalAmount The total that the app sent; undefined if it sent none, and the server computes it
 * @returns the sum, or what is wrong, worded for the author of the app
 */
export function checkTotalAmount(items: readonly OrderItem[], totalAmount: number | undefined): Parsed<number> {
  const totals = orderTotals(items);
  if (!totals.ok) return { ok: false, issues: totals.issues.map((issue) => `order.${issue}`) };
  const sum = fromCents(totals.data.final_amount_cents);
  if (totalAmount === undefined || totalAmount === sum) return { ok: true, data: sum };
  const issue = `order.totalAmount is ${totalAmount}, and the items come to ${sum}; leave it out or send the sum`;
  return { ok: false, issues: [issue] };
}

/** The fields whose changes are published to admins. A field is undefined if its earlier value is not known. */
export type AdminOrderBefore = {
  readonly [Field in "userId" | "items" | "totalQty" | "totalAmount" | "deliveryAddress"]?:
    | AdminOrder[Field]
    | undefined;
};

/**
 * Makes the event that admins get for an order: `new_order` when it is placed, afterwards `order_update` with the
 * fields that changed.
 *
 * @param before The order as it was; undefined for one that was placed
 */
export function adminOrderEvent(after: AdminOrder, before: AdminOrderBefore | undefined) {
  if (before === undefined) return { event: "new_order", data: after } as const;
  const { id, orderId, orderCode, status, updatedAt, revision } = after;
  const data = {
    id,
    orderId,
    orderCode,
    status,
    updatedAt,
    revision,
    ...(before.userId !== after.userId && { userId: after.userId }),
    ...(JSON.stringify(before.items) !== JSON.stringify(after.items) && { items: after.items }),
    ...(before.totalQty !== after.totalQty && { totalQty: after.totalQty }),
    ...(before.totalAmount !== after.totalAmount && { totalAmount: after.totalAmount }),
    ...(before.deliveryAddress !== after.deliveryAddress && { deliveryAddress: after.deliveryAddress }),
  };
  return { event: "order_update", data } as const;
}

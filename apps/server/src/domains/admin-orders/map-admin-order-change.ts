import { adminOrdersStream, toAdminOrder } from "@tidings/contracts/admin-orders";
import { order } from "@tidings/contracts/orders";
import { publication } from "@tidings/hub";
import type { ChangeMapper } from "@tidings/outbox";
import * as z from "zod";
import { fromCents } from "../orders/money.ts";

const { final_amount: _shownInCents, ...columns } = order.shape;
const row = z
  .object({ ...columns, final_amount_cents: z.int() })
  .transform(({ final_amount_cents: cents, ...rest }) => toAdminOrder({ ...rest, final_amount: fromCents(cents) }));
// What was there before may be wrong: leaving a wrong status is news too.
const rowBefore = z.object({ ...columns, order_status: z.string(), final_amount_cents: z.int() }).partial();

/**
 * What a changed order tells the admins: `new_order` when it is placed, `order_update` with whatever changed afterwards.
 * Nothing for a deletion: source 001 has no word for it. The topic is the status, so that a filter costs nothing.
 */
export const mapAdminOrderChange: ChangeMapper = ({ operation, oldRow, newRow }) => {
  if (operation === "DELETE") return [];
  const after = row.parse(newRow);
  const topic = adminOrdersStream.topic(after.status);
  if (operation === "INSERT") return [publication(topic, { event: "new_order", data: after })];
  const before = rowBefore.parse(oldRow);
  const { id, orderId, orderCode, status, updatedAt, revision } = after;
  const data = {
    id,
    orderId,
    orderCode,
    status,
    updatedAt,
    revision,
    ...(before.user_id !== after.userId && { userId: after.userId }),
    ...(JSON.stringify(before.items) !== JSON.stringify(after.items) && { items: after.items }),
    ...(before.total_qty !== after.totalQty && { totalQty: after.totalQty }),
    ...(fromCents(before.final_amount_cents ?? -1) !== after.totalAmount && { totalAmount: after.totalAmount }),
    ...(before.address_id !== after.deliveryAddress && { deliveryAddress: after.deliveryAddress }),
  };
  return [publication(topic, { event: "order_update", data })];
};

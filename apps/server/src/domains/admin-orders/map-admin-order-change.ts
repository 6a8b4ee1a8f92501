import { adminOrderEvent, adminOrdersStream, toAdminOrder } from "@tidings/contracts/admin-orders";
import { fromCents, order } from "@tidings/contracts/orders";
import { publication } from "@tidings/hub";
import type { ChangeMapper } from "@tidings/outbox";
import * as z from "zod";

const { final_amount: _shownInCents, ...columns } = order.shape;
const row = z
  .object({ ...columns, final_amount_cents: z.int() })
  .transform(({ final_amount_cents: cents, ...rest }) => toAdminOrder({ ...rest, final_amount: fromCents(cents) }));
// The row before the change may hold an invalid status; leaving it is published too.
const before = z
  .object({ ...columns, order_status: z.string(), final_amount_cents: z.int() })
  .partial()
  .transform(({ user_id, items, total_qty, final_amount_cents: cents, address_id }) => ({
    userId: user_id,
    items,
    totalQty: total_qty,
    totalAmount: cents === undefined ? undefined : fromCents(cents),
    deliveryAddress: address_id,
  }));

/**
 * What a changed order tells the admins: `new_order` when it is placed, `order_update` with whatever changed afterwards.
 * Nothing for a deletion: brief 001 has no word for it. The topic is the status, so that a filter costs nothing.
 */
export const mapAdminOrderChange: ChangeMapper = ({ operation, oldRow, newRow }) => {
  if (operation === "DELETE") return [];
  const after = row.parse(newRow);
  const event = adminOrderEvent(after, operation === "INSERT" ? undefined : before.parse(oldRow));
  return [publication(adminOrdersStream.topic(after.status), event)];
};

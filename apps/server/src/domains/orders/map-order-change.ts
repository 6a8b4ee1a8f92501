import { orderStatus, orderStatusEvent, ordersStream } from "@tidings/contracts/orders";
import { publication } from "@tidings/hub";
import type { ChangeMapper } from "@tidings/outbox";
import * as z from "zod";

const rowAfter = z.object({
  id: z.string(),
  order_code: z.string(),
  user_id: z.string(),
  order_status: orderStatus,
  revision: z.int(),
});
// The row before the change may hold an invalid status; leaving it is published too.
const rowBefore = z.object({ user_id: z.string(), order_status: z.string() });

/**
 * What a changed order tells its owner: `order_status_update` when it is placed, gets another status, or becomes theirs.
 * Nothing for other columns, and nothing for a deletion: brief 000 has no word for it.
 */
export const mapOrderChange: ChangeMapper = ({ operation, oldRow, newRow }) => {
  if (operation === "DELETE") return [];
  const after = rowAfter.parse(newRow);
  const before = operation === "UPDATE" ? rowBefore.parse(oldRow) : undefined;
  const event = orderStatusEvent(after, before);
  return event === undefined ? [] : [publication(ordersStream.topic(after.user_id), event)];
};

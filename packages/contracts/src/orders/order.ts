import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";
import { orderStatus } from "./status.ts";

/** One line of an order. */
export const orderItem = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(120)),
  qty: wholeNumber().check(z.minimum(1), z.maximum(99)),
  unit_price: z.number().check(z.minimum(0), z.maximum(100_000)),
});
/** {@link orderItem} as it is ordered: a field that is not known is refused, because it would be lost (S21.1). */
export const orderedItem = z.strictObject(orderItem.shape);
/** {@link orderItem} as a type. */
export type OrderItem = z.output<typeof orderItem>;

/** An order as the API shows it; times are ISO 8601 in UTC. */
export const order = z.object({
  id: z.string(),
  order_code: z.string(),
  user_id: z.string(),
  address_id: z.string(),
  items: z.array(orderItem),
  total_qty: wholeNumber(),
  final_amount: z.number(),
  order_status: orderStatus,
  created_at: time("created_at"),
  updated_at: time("updated_at"),
  /** Grows by one with every change of the row; readers ignore an event with an older one (D6.1, D6.2). */
  revision: wholeNumber(),
});
/** {@link order} as a type. */
export type Order = z.output<typeof order>;

const base = {
  user_id: sampleUsers.ada.id,
  address_id: "2f6b8e1d-4c3a-4b5f-9d7e-0a1b2c3d4e05",
  created_at: "2026-02-26T05:00:00.000Z",
  updated_at: "2026-02-26T05:10:00.000Z",
  revision: 1,
} as const;

/** Orders for mocks, stories and documents, one in each of the first three statuses and one delivered. */
export const sampleOrders = [
  {
    ...base,
    id: "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    order_code: "ORD-A7X3B2",
    items: [
      { name: "Sourdough loaf", qty: 1, unit_price: 180 },
      { name: "Cardamom bun", qty: 2, unit_price: 140 },
    ],
    total_qty: 3,
    final_amount: 460,
    order_status: "Order Received",
  },
  {
    ...base,
    id: "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
    order_code: "ORD-K4M9T1",
    items: [{ name: "Lentil soup", qty: 2, unit_price: 210 }],
    total_qty: 2,
    final_amount: 420,
    order_status: "Preparing",
    created_at: "2026-02-26T04:40:00.000Z",
  },
  {
    ...base,
    id: "6fa459ea-ee8a-4ca4-894e-db77e160355e",
    order_code: "ORD-P2Q8Z5",
    items: [{ name: "Walnut salad", qty: 1, unit_price: 320 }],
    total_qty: 1,
    final_amount: 320,
    order_status: "Out for Delivery",
    created_at: "2026-02-26T04:20:00.000Z",
  },
  {
    ...base,
    id: "16fd2706-8baf-433b-82eb-8c7fada847da",
    order_code: "ORD-D5W1H8",
    items: [{ name: "Filter coffee beans", qty: 1, unit_price: 540 }],
    total_qty: 1,
    final_amount: 540,
    order_status: "Delivered",
    created_at: "2026-02-25T16:05:00.000Z",
  },
] as const satisfies readonly [Order, ...Order[]];

import { sampleUsers } from "@tidings/contracts/auth";
import type { Order } from "@tidings/contracts/orders";

const base = {
  address_id: "8d1e5f70-2b3c-4d5e-8f60-7a8b9c0d1e2f",
  updated_at: "2026-02-26T05:00:00.000Z",
  revision: 1,
} as const;

/** Orders for the two demo users whom the contract's samples leave without. */
export const graceOrders = [
  {
    ...base,
    id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    order_code: "ORD-G7R2C9",
    user_id: sampleUsers.grace.id,
    items: [
      { name: "Plum tart", qty: 2, unit_price: 165.5 },
      { name: "Black tea", qty: 1, unit_price: 95 },
    ],
    total_qty: 3,
    final_amount: 426,
    order_status: "Order Received",
    created_at: "2026-02-26T04:55:00.000Z",
  },
  {
    ...base,
    id: "a8098c1a-f86e-41da-bd1a-00112444be1e",
    order_code: "ORD-H5N8E3",
    user_id: sampleUsers.grace.id,
    items: [{ name: "Mushroom pie", qty: 1, unit_price: 280 }],
    total_qty: 1,
    final_amount: 280,
    order_status: "Delivered",
    created_at: "2026-02-25T18:30:00.000Z",
  },
  {
    ...base,
    id: "c56a4180-65aa-42ec-a945-5fd21dec0538",
    order_code: "ORD-B6V3K7",
    user_id: sampleUsers.admin.id,
    items: [{ name: "Tomato focaccia", qty: 3, unit_price: 120 }],
    total_qty: 3,
    final_amount: 360,
    order_status: "Order Received",
    created_at: "2026-02-26T04:50:00.000Z",
  },
] as const satisfies readonly Order[];

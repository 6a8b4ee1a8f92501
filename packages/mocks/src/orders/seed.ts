import { sampleUsers } from "@tidings/contracts/auth";
import { type Order, sampleOrders } from "@tidings/contracts/orders";

/** The contract's orders for Ada and two of Grace's, with times shifted so that the newest changed at `now`. */
export function seedOrders(now: number): Order[] {
  const [received, , out] = sampleOrders;
  const orders: readonly Order[] = [
    ...sampleOrders,
    { ...received, id: "3f0f8a52-6f0b-4f3e-9a55-0d6c1f6b9a11", order_code: "ORD-G6R2N8", ...graces },
    { ...out, id: "c2b6a0c4-95f1-4f5e-8a3e-5a2f6e0d7b12", order_code: "ORD-H3V7C4", ...graces },
  ];
  const newest = Math.max(...orders.map((order) => Date.parse(order.updated_at)));
  const shifted = (time: string) => new Date(Date.parse(time) + now - newest).toISOString();
  return orders.map((order) => ({
    ...order,
    created_at: shifted(order.created_at),
    updated_at: shifted(order.updated_at),
  }));
}

const graces = { user_id: sampleUsers.grace.id, address_id: "81d5c0a7-3e24-4b96-a1f8-7c9e2d5b4f06" };

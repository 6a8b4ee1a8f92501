import { sampleOrders, toCents } from "@tidings/contracts/orders";
import { graceOrders } from "./grace-orders.ts";
import type { OrderRepository } from "./order-repository.ts";

/** Gives the demo users the contract's sample orders and a few more, as if placed within the last hours. */
export async function seedOrders(orders: Pick<OrderRepository, "insert">): Promise<void> {
  const all = [...sampleOrders, ...graceOrders];
  const newest = Math.max(...all.map(({ created_at }) => Date.parse(created_at)));
  const shift = Date.now() - newest - 60_000;
  for (const { final_amount, ...order } of all) {
    await orders.insert({
      ...order,
      final_amount_cents: toCents(final_amount) ?? 0,
      created_at: new Date(Date.parse(order.created_at) + shift).toISOString(),
    });
  }
}

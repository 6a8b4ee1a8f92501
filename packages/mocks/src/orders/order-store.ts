import { createListeners } from "@tidings/contracts/listeners";
import { fromCents, type Order, type OrderItem, type OrderStatus, orderTotals } from "@tidings/contracts/orders";
import { uniqueId } from "@tidings/contracts/unique-id";
import type { Clock } from "../clock/clock.ts";
import { MocksError } from "../error.ts";

/** The orders of a mock: the rows behind the endpoints. */
export interface OrderStore {
  /** One user's orders, or everyone's; newest first. */
  list(userId?: string): Order[];
  get(id: string): Order | undefined;
  /** @throws MocksError `invalid_row` for a price with fractions of a cent */
  place(userId: string, order: { readonly address_id: string; readonly items: readonly OrderItem[] }): Order;
  /** Returns the changed order, or undefined if there is no such order or nothing changed. */
  setStatus(id: string, status: OrderStatus): Order | undefined;
  /**
   * Calls `listener` whenever an order is placed or changed; `before` is undefined for a new one. @returns a function
   * that unsubscribes
   */
  watch(listener: OrderListener): () => void;
}

/** What {@link OrderStore.watch} calls. */
export type OrderListener = (order: Order, before: Order | undefined) => void;

/** Makes a store. Every change increments the order's revision and is reported. */
export function createOrderStore(options: { readonly clock: Clock; readonly orders: readonly Order[] }): OrderStore {
  const orders = new Map(options.orders.map((order) => [order.id, order]));
  const listeners = createListeners<Parameters<OrderListener>>();
  const now = () => new Date(options.clock.now()).toISOString();

  const keep = (order: Order) => {
    const before = orders.get(order.id);
    orders.set(order.id, order);
    listeners.notify(order, before);
    return order;
  };

  return {
    list(userId) {
      const found = [...orders.values()].filter((order) => userId === undefined || order.user_id === userId);
      return found.sort((a, b) => b.created_at.localeCompare(a.created_at));
    },
    get: (id) => orders.get(id),
    place(userId, { address_id, items }) {
      const totals = orderTotals(items);
      if (!totals.ok) throw new MocksError("invalid_row", totals.issues.join("; "));
      return keep({
        id: uniqueId(),
        order_code: freshCode(orders),
        user_id: userId,
        address_id,
        items: [...items],
        total_qty: totals.data.total_qty,
        final_amount: fromCents(totals.data.final_amount_cents),
        order_status: "Order Received",
        created_at: now(),
        updated_at: now(),
        revision: 1,
      });
    },
    setStatus(id, status) {
      const order = orders.get(id);
      if (!order || order.order_status === status) return undefined;
      return keep({ ...order, order_status: status, updated_at: now(), revision: order.revision + 1 });
    },
    watch: listeners.add,
  };
}

// Without 0, O, 1 and I, which people misread.
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

function freshCode(orders: ReadonlyMap<string, Order>): string {
  const taken = new Set([...orders.values()].map((order) => order.order_code));
  for (;;) {
    const letters = Array.from({ length: 6 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]);
    const code = `ORD-${letters.join("")}`;
    if (!taken.has(code)) return code;
  }
}

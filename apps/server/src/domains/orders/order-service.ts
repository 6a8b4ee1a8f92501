import { randomUUID } from "node:crypto";
import { Refusal } from "@tidings/admission";
import { contractError, orRefuse } from "@tidings/admission/http";
import type { EndpointBody } from "@tidings/contracts";
import { authErrors, type User } from "@tidings/contracts/auth";
import {
  cancelOrder,
  getOrder,
  mayCancelOrder,
  maySeeOrder,
  maySetOrderStatus,
  type Order,
  type OrderStatus,
  orderTotals,
  type placeOrder,
  updateOrderStatus,
} from "@tidings/contracts/orders";
import type { Within } from "../../store/store.ts";
import { createOrderCode } from "./order-code.ts";
import type { NewOrder, OrderRepository } from "./order-repository.ts";

/** Which orders are requested. */
export interface OrdersRequest {
  /** Whose orders. Default: the user's own. */
  readonly scope?: "own" | "all" | undefined;
  /** An order's id: only those placed before it. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/**
 * The operations on orders, and who may use them. Admins see all orders and set any status. Owners see their own and
 * may cancel them while they are only received. Anyone else gets `not_found` (S3).
 */
export interface OrderService {
  /** @throws Refusal `forbidden` if a user requests everyone's; `not_found` if `before` is not an order of the user */
  list(user: User, request: OrdersRequest): Promise<readonly Order[]>;
  get(user: User, id: string): Promise<Order>;
  /** @param within As {@link OrderRepository.insert} has it. */
  place(user: User, order: EndpointBody<typeof placeOrder>, within?: Within<Order>): Promise<Order>;
  cancel(user: User, id: string): Promise<Order>;
  setStatus(user: User, id: string, status: OrderStatus): Promise<Order>;
}

/** How many codes are tried before the service gives up. */
const CODE_ATTEMPTS = 10;

/** @param onChange Called after a row was written, so that the relay runs at once. */
export function createOrderService(orders: OrderRepository, onChange: () => void): OrderService {
  async function change(id: string, decide: (current: Order) => OrderStatus): Promise<Order | undefined> {
    const changed = await orders.changeStatus(id, decide);
    onChange();
    return changed;
  }

  async function insertWithFreeCode(
    order: Omit<NewOrder, "order_code">,
    within: Within<Order> | undefined,
  ): Promise<Order> {
    for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt += 1) {
      const placed = await orders.insert({ ...order, order_code: createOrderCode() }, within);
      if (placed !== undefined) return placed;
    }
    throw new Error("no free order code was found");
  }

  return {
    async list(user, { scope = "own", before, limit }) {
      if (scope === "all" && user.role !== "admin") throw new Refusal("forbidden", [authErrors[403]]);
      // A page cannot begin after an order that the user may not see (S3).
      if (before !== undefined) await this.get(user, before);
      return orders.list({ userId: scope === "own" ? user.id : undefined, before, limit });
    },

    async get(user, id) {
      const order = await orders.find(id);
      if (order === undefined || !maySeeOrder(user, order)) throw contractError(getOrder, 404);
      return order;
    },

    async place(user, { address_id, items }, within) {
      const order = {
        id: randomUUID(),
        user_id: user.id,
        address_id,
        items,
        ...orRefuse(orderTotals(items)),
        order_status: "Order Received",
        created_at: new Date().toISOString(),
      } as const;
      const placed = await insertWithFreeCode(order, within);
      onChange();
      return placed;
    },

    async cancel(user, id) {
      const order = await change(id, (current) => {
        if (!maySeeOrder(user, current)) throw contractError(cancelOrder, 404);
        if (!mayCancelOrder(user, current)) throw contractError(cancelOrder, 403);
        return "Cancelled";
      });
      if (order === undefined) throw contractError(cancelOrder, 404);
      return order;
    },

    async setStatus(user, id, status) {
      const order = await change(id, (current) => {
        if (!maySeeOrder(user, current)) throw contractError(updateOrderStatus, 404);
        if (!maySetOrderStatus(user, current, status)) throw contractError(updateOrderStatus, 403);
        return status;
      });
      if (order === undefined) throw contractError(updateOrderStatus, 404);
      return order;
    },
  };
}

import { contractError, orRefuse } from "@tidings/admission/http";
import type { EndpointBody, EndpointData } from "@tidings/contracts";
import {
  type AdminOrder,
  checkTotalAmount,
  filteredStatuses,
  listAdminOrders,
  mayPlaceOrderFor,
  type OrderCounts,
  submitOrder,
  toAdminOrder,
  toOrderStatus,
} from "@tidings/contracts/admin-orders";
import type { User } from "@tidings/contracts/auth";
import type { UserRepository } from "../../auth/user-repository.ts";
import type { Within } from "../../store/store.ts";
import type { OrderRepository } from "../orders/order-repository.ts";
import type { OrderService } from "../orders/order-service.ts";

/** Places and lists orders as brief 001 does, on the one order model. */
export interface AdminOrderService {
  /** The orders that changed last, first; `status` as {@link filteredStatuses} reads it. */
  recent(request: { readonly status?: string | undefined; readonly limit: number }): Promise<readonly AdminOrder[]>;
  /**
   * A page of orders, newest first, and the counts of all orders.
   *
   * @throws Refusal `not_found` if `before` is not an order
   */
  list(request: {
    readonly status?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<EndpointData<typeof listAdminOrders>>;
  /**
   * Places an order. Users order for themselves, admins for anyone.
   *
   * @param within As {@link OrderRepository.insert} has it.
   */
  submit(user: User, body: EndpointBody<typeof submitOrder>, within?: Within<AdminOrder>): Promise<AdminOrder>;
}

/** What {@link createAdminOrderService} works with. */
export interface AdminOrderParts {
  readonly orderRepository: Pick<OrderRepository, "recent" | "placed" | "find">;
  readonly orders: Pick<OrderService, "place">;
  readonly users: Pick<UserRepository, "find">;
  readonly counts: () => Promise<OrderCounts>;
}

/** Makes {@link AdminOrderService}. */
export function createAdminOrderService({
  orderRepository,
  orders,
  users,
  counts,
}: AdminOrderParts): AdminOrderService {
  async function ownerOf(user: User, userId: string): Promise<User> {
    if (userId === user.id) return user;
    // Check the right first: a user who may not order for others must not learn whether such a user exists.
    if (!mayPlaceOrderFor(user, userId)) throw contractError(submitOrder, 403);
    const owner = await users.find(userId);
    if (owner === undefined) throw contractError(submitOrder, 404);
    return owner;
  }

  return {
    async recent({ status, limit }) {
      const found = await orderRepository.recent({ statuses: filteredStatuses(status).map(toOrderStatus), limit });
      return found.map(toAdminOrder);
    },

    async list({ status, before, limit }) {
      if (before !== undefined && (await orderRepository.find(before)) === undefined)
        throw contractError(listAdminOrders, 404);
      const statuses = filteredStatuses(status).map(toOrderStatus);
      // Read one more than requested, to know whether there are more.
      const found = await orderRepository.placed({ statuses, before, limit: limit + 1 });
      const page = found.slice(0, limit).map(toAdminOrder);
      const next = found.length > limit ? (page.at(-1)?.id ?? null) : null;
      return { orders: page, next, counts: await counts() };
    },

    async submit(user, { userId, order: { items, totalAmount, deliveryAddress } }, within) {
      const owner = await ownerOf(user, userId);
      orRefuse(checkTotalAmount(items, totalAmount));
      const order = { address_id: deliveryAddress, items };
      return toAdminOrder(await orders.place(owner, order, (placed) => within?.(toAdminOrder(placed))));
    },
  };
}

import type { EventData } from "@tidings/contracts";
import type { AdminOrder, adminOrdersStream, OrderCounts } from "@tidings/contracts/admin-orders";
import { type AdminOrdersState, mergeCounts } from "./admin-orders-state.ts";
import { applyOrderUpdate, mergeAdminOrder } from "./reduce-admin-orders.ts";

/**
 * How each event of the admin orders changes their state.
 *
 * @param onUnknown Called for an update of an order that is not loaded, where some are not: it may be any of those.
 */
export function adminOrderReducers(onUnknown: () => void) {
  return {
    new_order: mergeOrder,
    order_update(
      state: AdminOrdersState,
      update: EventData<typeof adminOrdersStream, "order_update">,
      { reload }: { reload(): void },
    ): AdminOrdersState {
      const orders = applyOrderUpdate(state.orders, update);
      if (orders !== undefined) return orders === state.orders ? state : { ...state, orders };
      if (state.hasOlder.open || state.hasOlder.finished) onUnknown();
      else reload();
      return state;
    },
    order_counts: (state: AdminOrdersState, counts: OrderCounts): AdminOrdersState => mergeCounts(state, counts),
  };
}

/** The state with one order as the server just showed it. */
export function mergeOrder(state: AdminOrdersState, order: AdminOrder): AdminOrdersState {
  const orders = mergeAdminOrder(state.orders, order);
  return orders === state.orders ? state : { ...state, orders };
}

import { type AdminOrderGroup, type AdminOrdersState, groupOf } from "./admin-orders-state.ts";
import type { AdminOrdersDepth } from "./load-admin-orders.ts";

/** How many orders of each group the next load asks for. */
export interface OrdersDepth {
  /** At least as many as are held, so that no load shows fewer than there were. */
  of(held: AdminOrdersState | undefined): AdminOrdersDepth;
  /** A page more of one group. */
  deepen(group: AdminOrderGroup, held: AdminOrdersState | undefined): void;
}

/** @param page Orders of a page; more than a server gives at once are asked for in several. */
export function createOrdersDepth(page: number): OrdersDepth {
  const depth = { open: page, finished: page };
  const of = (held: AdminOrdersState | undefined) => {
    const holds = (group: AdminOrderGroup) => held?.orders.filter((order) => groupOf(order) === group).length ?? 0;
    return { open: Math.max(depth.open, holds("open")), finished: Math.max(depth.finished, holds("finished")) };
  };
  return {
    of,
    deepen(group, held) {
      depth[group] = of(held)[group] + page;
    },
  };
}

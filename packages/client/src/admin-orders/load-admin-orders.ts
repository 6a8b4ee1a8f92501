import { type EndpointData, MAX_PAGE, type SuccessBody } from "@tidings/contracts";
import type { listAdminOrders } from "@tidings/contracts/admin-orders";
import { type AdminOrderGroup, type AdminOrdersState, statusesOf } from "./admin-orders-state.ts";
import { type AdminOrders, sortAdminOrders } from "./reduce-admin-orders.ts";

/** Asks for a page of {@link listAdminOrders}, or of what a server in between makes of it. */
export type AdminOrdersPage = (query: {
  readonly status: string;
  readonly limit: string;
  readonly before?: string;
}) => Promise<Pick<SuccessBody<EndpointData<typeof listAdminOrders>>, "data" | "position">>;

/** Orders of each group to load. */
export type AdminOrdersDepth = Readonly<Record<AdminOrderGroup, number>>;

/**
 * Loads the newest orders of each group, page by page, open ones first. The position is the first page's, read before
 * all rows (D5.1); the counts are the newest that a page brought.
 */
export async function loadAdminOrders(
  page: AdminOrdersPage,
  depth: AdminOrdersDepth,
): Promise<{ readonly data: AdminOrdersState; readonly position: string | undefined }> {
  const first = await loadGroup(page, "open", depth.open);
  const second = await loadGroup(page, "finished", depth.finished);
  // What moved from one group to the other meanwhile is in both: the newer one counts.
  const orders = new Map<string, AdminOrders[number]>();
  for (const order of [...first.orders, ...second.orders]) {
    if ((orders.get(order.id)?.revision ?? 0) < order.revision) orders.set(order.id, order);
  }
  return {
    data: {
      orders: sortAdminOrders([...orders.values()]),
      counts: second.counts.revision > first.counts.revision ? second.counts : first.counts,
      hasOlder: { open: first.hasOlder, finished: second.hasOlder },
    },
    position: first.position,
  };
}

async function loadGroup(page: AdminOrdersPage, group: AdminOrderGroup, depth: number) {
  const status = statusesOf[group].join(",");
  const limitOf = (held: number) => String(Math.min(depth - held, MAX_PAGE));
  const { data, position } = await page({ status, limit: limitOf(0) });
  const orders = [...data.orders];
  let { next, counts } = data;
  while (next !== null && orders.length < depth) {
    const more = await page({ status, limit: limitOf(orders.length), before: next });
    orders.push(...more.data.orders);
    next = more.data.next;
    counts = more.data.counts;
  }
  return { orders, counts, position, hasOlder: next !== null };
}

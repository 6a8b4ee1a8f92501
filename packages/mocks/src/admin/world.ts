import { adminOrdersStream, COUNTS_TOPIC, toAdminOrder } from "@tidings/contracts/admin";
import type { Order } from "@tidings/contracts/orders";
import type { HttpHandler } from "msw";
import type { MockServer } from "../mock-server.ts";
import type { OrderBook } from "../orders/book.ts";
import { countOrders } from "./counts.ts";
import { adminHandlers } from "./handlers.ts";

/** What an admin world stands upon: the server and the rows of an orders world. */
export interface AdminWorldOptions {
  readonly server: MockServer;
  readonly orders: OrderBook;
}

/** Source 001 in memory: everyone's orders as a stream, a list to poll, and the way apps place them. */
export interface AdminWorld {
  /** For `setupWorker`, `setupServer` or a story, beside those of the orders world. */
  readonly handlers: readonly HttpHandler[];
}

/**
 * Makes an admin world on an orders world: an order placed or moved there is told here. It lives as long as its server.
 *
 * @example
 * const world = createOrdersWorld({ signedInAs: sampleUsers.admin });
 * const admin = createAdminWorld(world);
 * setupServer(...world.handlers, ...admin.handlers).listen();
 */
export function createAdminWorld({ server, orders }: AdminWorldOptions): AdminWorld {
  const counts = () => countOrders(orders);
  const topic = adminOrdersStream.topic(COUNTS_TOPIC);
  const tellCounts = () => {
    if (!server.signal.aborted) server.publish(topic, { event: "order_counts", data: counts() });
  };
  // Whoever comes is told them, as the real server does.
  let told: ReadonlySet<unknown> = new Set();
  const leaveServer = server.subscribe(() => {
    const before = told;
    const listening = server.connectionsOf(adminOrdersStream).filter(({ topics }) => topics.has(topic.name));
    told = new Set(listening);
    if (listening.some((connection) => !before.has(connection))) tellCounts();
  });
  const leave = orders.watch((order, before) => {
    tell(server, order, before);
    if (before?.order_status !== order.order_status) tellCounts();
  });
  server.signal.addEventListener("abort", () => {
    leave();
    leaveServer();
  });
  return { handlers: adminHandlers(server, orders, counts) };
}

// The topic is the status that the order has now, so that `?status=` filters as the real server does.
function tell(server: MockServer, order: Order, before: Order | undefined): void {
  const data = toAdminOrder(order);
  const topic = adminOrdersStream.topic(data.status);
  if (before === undefined) {
    server.publish(topic, { event: "new_order", data });
    return;
  }
  const { id, orderId, orderCode, status, updatedAt, revision } = data;
  server.publish(topic, { event: "order_update", data: { id, orderId, orderCode, status, updatedAt, revision } });
}

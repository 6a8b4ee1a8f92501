import { adminOrderEvent, adminOrdersStream, COUNTS_TOPIC, toAdminOrder } from "@tidings/contracts/admin-orders";
import type { Order } from "@tidings/contracts/orders";
import type { HttpHandler } from "msw";
import type { OrderStore } from "../orders/order-store.ts";
import { inOrder } from "../server/in-order.ts";
import type { MockServer } from "../server/mock-server.ts";
import { countOrders } from "./counts.ts";
import { adminOrdersHandlers } from "./handlers.ts";

/** What an admin mock is built on: the server and the rows of an orders mock. */
export interface AdminOrdersMockOptions {
  readonly server: MockServer;
  readonly orders: OrderStore;
}

/**
 * Brief 001 in memory: everyone's orders as a stream and as a list to poll, and the endpoint where apps place orders.
 */
export interface AdminOrdersMock {
  /** For `setupWorker`, `setupServer` or a story, beside those of the orders mock. */
  readonly handlers: readonly HttpHandler[];
}

/**
 * Makes an admin mock on an orders mock: an order that is placed or changed there is published here. It ends with its
 * server.
 *
 * @example
 * const app = createMockApp({ signedInAs: sampleUsers.admin });
 * const orders = createOrdersMock(app);
 * setupServer(...app.handlers(orders, createAdminOrdersMock(orders))).listen();
 */
export function createAdminOrdersMock({ server, orders }: AdminOrdersMockOptions): AdminOrdersMock {
  const counts = () => countOrders(orders);
  const topic = adminOrdersStream.topic(COUNTS_TOPIC);
  const tellCounts = () => {
    if (!server.signal.aborted) server.publish(topic, { event: "order_counts", data: counts() });
  };
  // Send the counts to every new connection, as the real server does.
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
  return { handlers: inOrder(adminOrdersHandlers(server, orders, counts)) };
}

// The topic is the status that the order has now, so that `?status=` filters as the real server does.
function tell(server: MockServer, order: Order, before: Order | undefined): void {
  const after = toAdminOrder(order);
  const event = adminOrderEvent(after, before && toAdminOrder(before));
  server.publish(adminOrdersStream.topic(after.status), event);
}

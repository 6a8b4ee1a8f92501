import { adminOrdersStream, toAdminOrder } from "@tidings/contracts/admin";
import type { Order } from "@tidings/contracts/orders";
import type { HttpHandler } from "msw";
import type { MockServer } from "../mock-server.ts";
import type { OrderBook } from "../orders/book.ts";
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
  const leave = orders.watch((order, before) => tell(server, order, before));
  server.signal.addEventListener("abort", leave);
  return { handlers: adminHandlers(server, orders) };
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

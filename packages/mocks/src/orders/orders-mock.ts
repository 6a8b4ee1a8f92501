import { sampleUsers, type User } from "@tidings/contracts/auth";
import { nextOrderStatus, type Order, orderStatusEvent, ordersStream } from "@tidings/contracts/orders";
import type { HttpHandler } from "msw";
import { inOrder } from "../server/in-order.ts";
import { createMockServer, type MockServer } from "../server/mock-server.ts";
import { ordersHandlers } from "./handlers.ts";
import { createOrderStore, type OrderStore } from "./order-store.ts";
import { seedOrders } from "./seed.ts";

/** What {@link createOrdersMock} takes. */
export interface OrdersMockOptions {
  /** A server to share with other mocks, with its accounts. Default: a new one. */
  readonly server?: MockServer | undefined;
  /** The user of every request, if the mock makes its own server. Default: Ada. */
  readonly signedInAs?: User | undefined;
  /** Default: the contract's samples for Ada and two orders of Grace's, recently changed. */
  readonly orders?: readonly Order[] | undefined;
}

/** The orders system in memory: orders, and a stream for each user. */
export interface OrdersMock {
  readonly server: MockServer;
  /** For `setupWorker`, `setupServer` or a story. */
  readonly handlers: readonly HttpHandler[];
  /** The rows. A change of status made here reaches its owner's stream as one made by a request does. */
  readonly orders: OrderStore;
  /** Moves an order to its next status. Returns undefined if it has none. */
  advance(id: string): Order | undefined;
  /** Moves the oldest open order of one user, or of anyone, to its next status. */
  advanceOldest(userId?: string): Order | undefined;
  /** @see MockServer.close */
  close(): void;
}

/**
 * Makes an orders mock.
 *
 * @example
 * const mock = createOrdersMock({ signedInAs: sampleUsers.ada });
 * setupServer(...mock.handlers).listen();
 * mock.orders.setStatus(sampleOrders[0].id, "Preparing");
 */
export function createOrdersMock({
  signedInAs = sampleUsers.ada,
  server = createMockServer({ identify: () => signedInAs }),
  orders: rows = seedOrders(server.clock.now()),
}: OrdersMockOptions = {}): OrdersMock {
  const orders = createOrderStore({ clock: server.clock, orders: rows });
  const leave = orders.watch((order, before) => {
    const event = orderStatusEvent(order, before);
    if (event) server.publish(ordersStream.topic(order.user_id), event);
  });
  server.signal.addEventListener("abort", leave);

  const advance = (id: string) => {
    const order = orders.get(id);
    const next = order && nextOrderStatus(order.order_status);
    return next && orders.setStatus(id, next);
  };

  return {
    server,
    orders,
    advance,
    handlers: inOrder(ordersHandlers(server, orders)),
    advanceOldest(userId) {
      const oldest = orders.list(userId).findLast((order) => nextOrderStatus(order.order_status));
      return oldest && advance(oldest.id);
    },
    close: server.close,
  };
}

import type { User } from "@tidings/contracts/auth";
import { type Order, ordersStream } from "@tidings/contracts/orders";
import type { HttpHandler } from "msw";
import { createMockServer, type MockServer, type MockServerOptions } from "../mock-server.ts";
import { createAccounts } from "./accounts.ts";
import { createOrderBook, nextStatus, type OrderBook } from "./book.ts";
import { ordersHandlers } from "./handlers.ts";
import { seedOrders } from "./seed.ts";

/** How an orders world begins. */
export interface OrdersWorldOptions extends Omit<MockServerOptions, "identify"> {
  /** Default: the contract's samples for Ada and two orders of Grace's, recently changed. */
  readonly orders?: readonly Order[];
  /** Who a request without a token comes from: for stories and tests that do not sign in. Default: nobody. */
  readonly signedInAs?: User;
}

/** The orders system in memory: sign-in, orders, and a stream for each user. */
export interface OrdersWorld {
  readonly server: MockServer;
  /** For `setupWorker`, `setupServer` or a story. */
  readonly handlers: readonly HttpHandler[];
  /** The rows. A change of status made here reaches its owner's stream as one made by a request does. */
  readonly orders: OrderBook;
  /** Moves an order to its next status; undefined where it is at its end. */
  advance(id: string): Order | undefined;
  /** Moves the oldest open order on, of one user or of anyone. */
  advanceOldest(userId?: string): Order | undefined;
  /** Every session ends now: streams break, and whatever comes next gets 401. */
  expireSessions(): void;
  /** @see MockServer.stop */
  stop(): void;
}

/**
 * Makes an orders world.
 *
 * @example
 * const world = createOrdersWorld({ signedInAs: sampleUsers.ada });
 * setupServer(...world.handlers).listen();
 * world.orders.setStatus(sampleOrders[0].id, "Preparing");
 */
export function createOrdersWorld(options: OrdersWorldOptions = {}): OrdersWorld {
  const server = createMockServer({ ...options, identify: (token) => accounts.identify(token) });
  const accounts = createAccounts(server.clock, options.signedInAs);
  const orders = createOrderBook({
    clock: server.clock,
    orders: options.orders ?? seedOrders(server.clock.now()),
  });
  orders.watch(({ id, user_id, order_code, order_status, revision }, before) => {
    if (before === undefined || before.order_status === order_status) return;
    const data = { order_id: id, order_code, order_status, revision };
    server.publish(ordersStream.topic(user_id), { event: "order_status_update", data });
  });

  const advance = (id: string) => {
    const order = orders.get(id);
    const next = order && nextStatus(order.order_status);
    return next && orders.setStatus(id, next);
  };

  return {
    server,
    orders,
    advance,
    handlers: ordersHandlers(server, orders, accounts),
    advanceOldest(userId) {
      const open = orders.list(userId).filter((order) => nextStatus(order.order_status));
      return open.length === 0 ? undefined : advance(open[open.length - 1]?.id ?? "");
    },
    expireSessions() {
      accounts.expireAll();
      server.drop();
    },
    stop: server.stop,
  };
}

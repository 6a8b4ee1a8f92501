import type { DatabaseSync } from "node:sqlite";
import { DEFAULT_PAGE } from "@tidings/contracts";
import { listOrders, ordersStream } from "@tidings/contracts/orders";
import { createHub, type Hub } from "@tidings/hub";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { serveStream } from "@tidings/hub/web";
import { createRelay, type Relay } from "@tidings/outbox";
import { createSqliteChangeSource } from "@tidings/outbox/sqlite";
import { mapOrderChange } from "../domains/orders/map-order-change.ts";
import { createOrderRepository } from "../domains/orders/order-repository.ts";
import { createOrderService, type OrderService } from "../domains/orders/order-service.ts";
import { createReadSnapshot } from "../domains/read-snapshot.ts";
import { createSqliteStore } from "../store/sqlite/sqlite-store.ts";

/** The orders' server without sockets: the real store, relay, log and hub behind a function that is called as `fetch`. */
export interface SimulatedServer {
  /** The bearer token is the user's id. Rejects as `fetch` does while the server is down. */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Relays what is committed; while the server is down, nothing. */
  relay(): Promise<void>;
  start(): void;
  /**
   * Ends the process: every stream is cut.
   *
   * @param halfway Dies after events were published and before the relay remembers it.
   */
  kill(halfway: boolean): Promise<void>;
}

/** Small pages and batches, so that every loop goes round. */
const SMALL = { replayPage: 3, batchSize: 4 } as const;

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** @param retention How many events the log keeps. */
export function simulateServer(database: DatabaseSync, retention: number): SimulatedServer {
  let life: { readonly hub: Hub; readonly relay: Relay; dying: boolean } | undefined;
  const store = createSqliteStore(database);
  const service = createOrderService(createOrderRepository(store), () => {});
  // On a busy machine others write and read before the rows are read, and before they are sent.
  const orders: Pick<OrderService, "list"> = {
    async list(...request) {
      await turn();
      const rows = await service.list(...request);
      await turn();
      return rows;
    },
  };

  return {
    start() {
      if (life !== undefined) return;
      const hub = createHub({ log: createSqliteLog({ database, retention: { count: retention } }), ...SMALL });
      const source = createSqliteChangeSource(database);
      const relay = createRelay({
        source: {
          next: source.next,
          async advance(...advance) {
            if (self.dying) throw new Error("killed");
            return source.advance(...advance);
          },
        },
        publishAll: hub.publishAll,
        mappers: { orders: mapOrderChange },
        batchSize: SMALL.batchSize,
      });
      const self = { hub, relay, dying: false };
      life = self;
    },

    async kill(halfway) {
      if (life === undefined) return;
      const { hub, relay } = life;
      life.dying = halfway;
      await relay.catchUp();
      life = undefined;
      await relay.close();
      await hub.close();
    },

    async relay() {
      await life?.relay.catchUp();
    },

    async fetch(url, init) {
      if (life === undefined) throw new TypeError("fetch failed");
      const { hub, relay } = life;
      const request = new Request(new URL(url, "http://localhost"), init);
      const id = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === listOrders.path) {
        const user = { id, email: "", name: "", role: "user" } as const;
        const limit = Number(searchParams.get("limit") ?? DEFAULT_PAGE);
        const page = { before: searchParams.get("before") ?? undefined, limit };
        const readSnapshot = createReadSnapshot({ hub, relay, store });
        return Response.json({ success: true, ...(await readSnapshot(() => orders.list(user, page))) });
      }
      const topics = [ordersStream.topic(id)];
      return serveStream(hub, request, { stream: ordersStream, topics, greeting: { message: "SSE connected" } });
    },
  };
}

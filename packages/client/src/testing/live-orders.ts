import { type Order, type ordersStream, sampleOrders } from "@tidings/contracts/orders";
import { createOrdersQuery } from "../orders/orders-query.ts";
import type { OrderHistory, Orders } from "../orders/reduce-orders.ts";
import type { LiveQuery } from "../stores/live-query.ts";
import { settle } from "./fake-host.ts";
import type { FakeRequest, FakeServer } from "./fake-server.ts";
import { greeting } from "./sample-events.ts";
import { type Rig, setUp } from "./set-up.ts";

/** The requests so far, by their paths below the orders. */
export const paths = (server: FakeServer) =>
  server.requests.map(({ url }) => url.pathname.replace("/api/orders", "") || "/");

/** The first sample at a revision. */
export function orderAt(revision: number, order_status: Order["order_status"] = "Preparing"): Order {
  return { ...sampleOrders[0], revision, order_status };
}

/** Answers a load. */
export function answer(request: FakeRequest, orders: Orders, position?: string) {
  return request.answer(200, { success: true, data: orders, ...(position === undefined ? {} : { position }) });
}

/** The newest request of the list, or of the stream. */
export function latest(server: FakeServer, kind: "list" | "stream"): FakeRequest {
  const request = server.requests.findLast(({ url }) => url.pathname.endsWith("/stream") === (kind === "stream"));
  if (request === undefined) throw new Error(`no request of the ${kind}`);
  return request;
}

/** What a page would show at the next frame. */
export async function show(rig: Rig, query: LiveQuery<OrderHistory, typeof ordersStream>) {
  await rig.host.frame();
  const { data, status, error } = query.getSnapshot();
  return { revisions: data?.orders.map(({ revision }) => revision), status, error: error?.code };
}

/** Loaded at `e:1` with revision 1, streaming, greeted. */
export async function live(options: Parameters<typeof setUp>[0] = {}) {
  const rig = setUp(options);
  const query = createOrdersQuery(rig.client);
  await settle();
  await answer(rig.server.last, [orderAt(1)], "e:1");
  await rig.server.last.accept();
  await rig.server.last.send(greeting({ resume: "complete", position: "e:1" }));
  return { ...rig, query };
}

import type { ConnectionFields } from "@tidings/contracts";
import { chatStream, sendMessage } from "@tidings/contracts/chat";
import { notificationsStream } from "@tidings/contracts/notifications";
import {
  getOrder,
  listOrders,
  type Order,
  type OrderStatus,
  ordersStream,
  placeOrder,
} from "@tidings/contracts/orders";
import { expectTypeOf } from "vitest";
import { createClient } from "./client.ts";
import { createLiveQuery } from "./stores/live-query.ts";

const client = createClient();
const orders = client.open(ordersStream);
const notifications = client.open(notificationsStream, { query: { userId: "u", page: "a" } });

// Payloads follow the event's name.
orders.on("order_status_update", (event) => {
  expectTypeOf(event.data.order_status).toEqualTypeOf<OrderStatus>();
  expectTypeOf(event.event).toEqualTypeOf<"order_status_update">();
});
orders.on("connected", ({ data }) => expectTypeOf(data).toExtend<ConnectionFields>());
// @ts-expect-error no such event
orders.on("order_status_updated", () => {});
// @ts-expect-error the payload has no such field
orders.on("order_status_update", ({ data }) => data.orderStatus);

// All events, told apart by their name.
orders.onAny((event) => {
  if (event.event === "order_status_update") expectTypeOf(event.data.revision).toBeNumber();
  else expectTypeOf(event.data.resume).toEqualTypeOf<ConnectionFields["resume"]>();
});

// Custom events where the stream takes them, without losing the known ones.
notifications.on("announcement", ({ data }) => expectTypeOf(data).toBeUnknown());
notifications.on("progress", ({ data }) => expectTypeOf(data.progress).toBeNumber());

// Queries are the contract's.
// @ts-expect-error parameters are text
client.open(notificationsStream, { query: { userId: 7 } });

// Calls: input and answer come from the endpoint.
expectTypeOf(client.call(listOrders, {}).then(({ data }) => data)).resolves.toEqualTypeOf<Order[]>();
expectTypeOf(client.call(getOrder, { params: { id: "x" } })).resolves.toHaveProperty("position");
// @ts-expect-error the path has a parameter
client.call(getOrder, {});
// @ts-expect-error items are missing
client.call(placeOrder, { body: { address_id: "a" } });

// The query of the stream that need not be told is that stream's.
const say = { body: { conversationId: "c", text: "Hello!" } };
client.call(sendMessage, say, { heardOn: { stream: chatStream, query: { conversationId: "c" } } });
client.call(sendMessage, say, { heardOn: { stream: ordersStream } });
// @ts-expect-error there is no such parameter
client.call(sendMessage, say, { heardOn: { stream: chatStream, query: { conversation: "c" } } });

// A live query's state is what it loads, its reducers know their event.
const count = createLiveQuery({
  client,
  stream: ordersStream,
  load: async () => ({ data: 0 }),
  apply: { order_status_update: (state, { order_status }) => (order_status === "Delivered" ? state + 1 : state) },
});
expectTypeOf(count.getSnapshot().data).toEqualTypeOf<number | undefined>();
createLiveQuery({
  client,
  stream: ordersStream,
  load: async () => ({ data: 0 }),
  // @ts-expect-error no such event
  apply: { order_status_updated: (state: number) => state },
});

// What configuration leaves undefined is not given (D21.2): nobody has to take an option out of an object for that.
declare const perhaps: string | undefined;
declare const number: number | undefined;
createClient({
  baseUrl: perhaps,
  auth: undefined,
  callTimeoutMs: number,
  lingerMs: number,
  backoff: { baseMs: number },
  onProblem: undefined,
  share: undefined,
}).open(ordersStream, { from: perhaps, batch: undefined, query: undefined, backoff: { maxAttempts: number } });

import { login, sampleUsers, type User } from "@tidings/contracts/auth";
import { notificationsStream } from "@tidings/contracts/notifications";
import { getOrder, listOrders, type Order, ordersStream, sampleOrders } from "@tidings/contracts/orders";
import { expectTypeOf } from "vitest";
import { defineScenario } from "./scenario/scenario.ts";
import { mockEndpoint } from "./server/mock-endpoint.ts";
import { createMockServer } from "./server/mock-server.ts";
import { mockStream } from "./server/mock-stream.ts";

const server = createMockServer();
const data = { order_id: "o", order_code: "ORD-1", order_status: "Preparing", revision: 1 } as const;

// Scenarios: the stream's events with their payloads, and nothing else.
defineScenario(ordersStream, "typed", (after) => [
  after(1).send({ event: "order_status_update", data }),
  // @ts-expect-error no such event
  after(1).send({ event: "order_status_updated", data }),
  // @ts-expect-error no such status
  after(1).send({ event: "order_status_update", data: { ...data, order_status: "Lost" } }),
  // @ts-expect-error the greeting is the server's
  after(1).send({ event: "connected", data: { message: "SSE connected" } }),
]);
// A stream with custom events takes any name.
defineScenario(notificationsStream, "typed", (after) => [after(1).send({ event: "announcement", data: 1 })]);

// Endpoints: the request as the contract reads it, the answer as it wants it.
mockEndpoint(server, getOrder, ({ params, body, user, fail }) => {
  expectTypeOf(params).toEqualTypeOf<{ readonly id: string }>();
  expectTypeOf(body).toEqualTypeOf<undefined>();
  expectTypeOf(user).toEqualTypeOf<User>();
  expectTypeOf(fail).parameter(0).toEqualTypeOf<401 | 404>();
  const found: Order = sampleOrders[0];
  return { data: found };
});
mockEndpoint(server, login, ({ user, body }) => {
  expectTypeOf(user).toEqualTypeOf<User | undefined>();
  expectTypeOf(body).toEqualTypeOf<{ email: string; password: string }>();
  return { data: { token: "t", user: user ?? sampleUsers.ada } };
});
// @ts-expect-error a user is missing
mockEndpoint(server, login, () => ({ data: { token: "t" } }));
mockEndpoint(server, listOrders, ({ query }) => {
  expectTypeOf(query.scope).toEqualTypeOf<"own" | "all" | undefined>();
  return { data: [], position: server.head() };
});

// Streams: topics from the query, the greeting by the contract.
mockStream(server, notificationsStream, {
  topics: ({ query }) => [query.userId ?? "all"],
  greeting: (fields) => ({ clientId: fields.connectionId, timestamp: 1, ...fields }),
});
// @ts-expect-error a greeting without its own fields
mockStream(server, notificationsStream, { greeting: (fields) => fields });

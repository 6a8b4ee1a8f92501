import { defineEndpoint, IDEMPOTENCY_KEY } from "@tidings/contracts";
import { sampleUsers, type User } from "@tidings/contracts/auth";
import { listOrders, order, placeOrder, sampleOrders, updateOrderStatus } from "@tidings/contracts/orders";
import { getResponse } from "msw";
import { afterEach, expect, test } from "vitest";
import { interceptRequests, origin } from "../testing/msw.ts";
import { mockEndpoint } from "./mock-endpoint.ts";
import { createMockServer, type MockServer } from "./mock-server.ts";

const use = interceptRequests();
let server: MockServer;

function start(users: Record<string, User> = { a: sampleUsers.ada, root: sampleUsers.admin }) {
  server = createMockServer({ identify: (token) => users[token ?? ""] });
  return server;
}

afterEach(() => server.close());

const asAda = { Authorization: "Bearer a", "Content-Type": "application/json" };

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = asAda) {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(origin + path, { method, headers, ...(text !== undefined && { body: text }) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

test("a resolver gets params, query, body and user by the contract, and answers with its status", async () => {
  let asked: unknown;
  use([
    mockEndpoint(start(), updateOrderStatus, ({ params, body, user, query }) => {
      asked = { params, body, user, query };
      return { data: sampleOrders[0], message: "Order status updated", position: "e:1", headers: { "X-Own": "1" } };
    }),
    mockEndpoint(server, placeOrder, () => ({ data: sampleOrders[1] })),
  ]);
  const answer = await call("PATCH", "/api/orders/o-1/status", { order_status: "Preparing" });
  expect(asked).toEqual({
    params: { id: "o-1" },
    body: { order_status: "Preparing" },
    user: sampleUsers.ada,
    query: {},
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-own")).toBe("1");
  expect(answer.body).toEqual({
    success: true,
    data: sampleOrders[0],
    message: "Order status updated",
    position: "e:1",
  });
  const placed = { address_id: "a-1", items: [{ name: "Bun", qty: 1, unit_price: 140 }] };
  expect((await call("POST", "/api/orders", placed)).status).toBe(201);
});

test("a cookie is taken only by a request that carries cookies", async () => {
  const headers = { "Set-Cookie": "jwt=a", "X-Own": "1" };
  const handler = mockEndpoint(start(), listOrders, () => ({ data: [], headers }));
  // Asked without a network: in Node, what is intercepted no longer says how it treats cookies.
  const ask = async (credentials: RequestCredentials) => {
    const request = new Request(`${origin}/api/orders`, { headers: asAda, credentials });
    const response = await getResponse([handler], request);
    return [response?.headers.get("x-own"), response?.headers.get("set-cookie")];
  };
  expect(await ask("include")).toEqual(["1", "jwt=a"]);
  expect(await ask("omit")).toEqual(["1", null]);
});

test("a body outside of the contract gets 400 in the brief's words, or the issue's own", async () => {
  const never = () => expect.unreachable();
  use([mockEndpoint(start(), updateOrderStatus, never), mockEndpoint(server, placeOrder, never)]);
  expect(await call("PATCH", "/api/orders/o-1/status", { order_status: "Lost" })).toMatchObject({
    status: 400,
    body: {
      success: false,
      errors: ["Invalid status. Must be one of: Order Received, Preparing, Out for Delivery, Delivered, Cancelled"],
    },
  });
  expect((await call("POST", "/api/orders", { address_id: "", items: [] })).body.errors).toEqual([
    "address_id is required",
    "items must hold at least one item",
  ]);
  expect((await call("PATCH", "/api/orders/o-1/status", { order_status: "Preparing", more: 1 })).body.errors).toEqual([
    'The body takes no "more"; it takes order_status',
  ]);
  const noAddress = { address_id: "", items: [{ name: "Bun", qty: 1, unit_price: 140 }] };
  expect((await call("POST", "/api/orders", noAddress)).body.errors).toEqual(["address_id is required"]);
  expect((await call("POST", "/api/orders", "{")).body).toEqual({
    success: false,
    errors: ["The body is not valid JSON; check its quotes, commas and brackets"],
  });
});

test("a query outside of the contract gets 400; token is everyone's, lastEventId the streams'", async () => {
  use([mockEndpoint(start(), listOrders, ({ query }) => ({ data: [], message: JSON.stringify(query) }))]);
  expect((await call("GET", "/api/orders?scope=mine")).status).toBe(400);
  expect((await call("GET", "/api/orders?lastEventId=x&scope=own&scope=all")).body.errors).toEqual([
    "scope is given more than once; give it once",
  ]);
  expect((await call("GET", "/api/orders?lastEventId=x")).body.errors).toEqual([
    'The query takes no "lastEventId"; it takes scope, before, limit',
  ]);
  const answer = await call("GET", "/api/orders?scope=all&token=a", undefined, {});
  expect(answer.body.message).toBe('{"scope":"all"}');
});

test.each([
  ["cookie", { Cookie: "jwt=a", Authorization: "Bearer nobody" }, ""],
  ["bearer", { Authorization: "Bearer a" }, "?token=nobody"],
  ["query", {}, "?token=a"],
])("the token is taken from the %s, the first that is there", async (_, headers, query) => {
  use([mockEndpoint(start(), listOrders, ({ user }) => ({ data: [], message: user.name }))]);
  expect((await call("GET", `/api/orders${query}`, undefined, { ...headers })).body.message).toBe("Ada");
});

test("401 for nobody and 403 for too little, in the contract's words", async () => {
  const adminsOnly = defineEndpoint({
    name: "adminsOnly",
    method: "GET",
    path: "/api/admins",
    summary: "For admins",
    access: "admin",
    data: order,
  });
  use([mockEndpoint(start(), adminsOnly, ({ user }) => ({ data: sampleOrders[0], message: user.name }))]);
  expect(await call("GET", "/api/admins", undefined, {})).toMatchObject({
    status: 401,
    body: { success: false, errors: ["Not authorized, token failed"] },
  });
  expect(await call("GET", "/api/admins")).toMatchObject({
    status: 403,
    body: { errors: ["Not authorized for this resource"] },
  });
  expect((await call("GET", "/api/admins", undefined, { Authorization: "Bearer root" })).status).toBe(200);
});

test("fail() answers with the contract's words", async () => {
  use([mockEndpoint(start(), updateOrderStatus, ({ fail }) => fail(404))]);
  expect(await call("PATCH", "/api/orders/o-1/status", { order_status: "Preparing" })).toMatchObject({
    status: 404,
    body: { success: false, errors: ["Order not found"] },
  });
});

test("an answer outside of the contract is a 500 that says so", async () => {
  const lost = { ...sampleOrders[0], total_qty: 1.5 };
  use([mockEndpoint(start(), listOrders, () => ({ data: [lost] }))]);
  const answer = await call("GET", "/api/orders");
  expect(answer.status).toBe(500);
  expect(answer.body.errors).toEqual([
    "the mock of listOrders answered with something that breaks its contract; fix what it returns",
    "[0].total_qty must be a whole number",
  ]);
});

test("a refusal of streams leaves endpoints alone; one of everything does not", async () => {
  use([mockEndpoint(start(), listOrders, () => ({ data: [] }))]);
  server.refuse(503, { scope: "streams" });
  expect((await call("GET", "/api/orders")).status).toBe(200);
  server.refuse(429);
  expect((await call("GET", "/api/orders")).status).toBe(429);
});

test("D25.1: a key counts at an endpoint that creates something, and nowhere else", async () => {
  let acted = 0;
  const act = () => {
    acted += 1;
    return { data: sampleOrders[0] };
  };
  use([mockEndpoint(start(), updateOrderStatus, act), mockEndpoint(server, placeOrder, act)]);
  const headers = { ...asAda, [IDEMPOTENCY_KEY]: '"again"' };
  for (const _ of [1, 2]) await call("PATCH", "/api/orders/o-1/status", { order_status: "Preparing" }, headers);
  expect(acted).toBe(2);
  const order = { address_id: "a-1", items: [{ name: "Bun", qty: 1, unit_price: 140 }] };
  for (const _ of [1, 2]) expect((await call("POST", "/api/orders", order, headers)).status).toBe(201);
  expect(acted).toBe(3);
});

import { sampleUsers, type User } from "@tidings/contracts/auth";
import { type Order, sampleOrders } from "@tidings/contracts/orders";
import { afterEach, beforeEach, expect, test } from "vitest";
import { samplePassword } from "../auth/accounts.ts";
import { createMockApp, type MockApp } from "../auth/mock-app.ts";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { interceptRequests, origin } from "../testing/msw.ts";
import { openStream } from "../testing/open-stream.ts";
import { createOrdersMock, type OrdersMock } from "./orders-mock.ts";

const use = interceptRequests();
let clock: ManualClock;
let app: MockApp;
let world: OrdersMock;

beforeEach(() => {
  clock = createManualClock();
  app = createMockApp({ clock });
  world = createOrdersMock(app);
  use(app.handlers(world));
});

afterEach(() => {
  world.close();
  expect(clock.pending, "timers left after stop").toBe(0);
});

async function call(token: string, method: string, path: string, body?: unknown) {
  const response = await fetch(`${origin}/api${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function signIn(user: User): Promise<string> {
  const { body } = await call("", "POST", "/auth/login", { email: user.email, password: samplePassword });
  return body.data.token;
}

const [received, preparing] = sampleOrders;

test("signing in gives a token and the cookie jwt; a wrong password the contract's 401", async () => {
  const good = { email: "Ada@example.com ", password: samplePassword };
  const answer = await call("", "POST", "/auth/login", good);
  expect(answer.body).toEqual({ success: true, data: { token: expect.any(String), user: sampleUsers.ada } });
  expect(answer.headers.get("set-cookie")).toBe(`jwt=${answer.body.data.token}; Path=/; HttpOnly; SameSite=Lax`);
  expect(await call("", "POST", "/auth/login", { ...good, password: "x" })).toMatchObject({
    status: 401,
    body: { success: false, errors: ["Email or password is wrong"] },
  });
  expect((await call(answer.body.data.token, "GET", "/auth/me")).body.data).toEqual(sampleUsers.ada);
});

test("a token that was signed out is worth nothing; a new one of the same user is", async () => {
  const [old, other] = [await signIn(sampleUsers.ada), await signIn(sampleUsers.ada)];
  await call(old, "POST", "/auth/logout");
  expect((await call(old, "GET", "/auth/me")).status).toBe(401);
  expect((await call(other, "GET", "/auth/me")).status).toBe(200);
});

test("a change of status reaches its owner's streams and nobody else's", async () => {
  const [ada, grace] = [await signIn(sampleUsers.ada), await signIn(sampleUsers.grace)];
  const [adas, graces] = await Promise.all(
    [ada, grace].map((token) => openStream(`${origin}/api/orders/stream?token=${token}`)),
  );
  await Promise.all([adas?.next(), graces?.next()]);
  world.orders.setStatus(received.id, "Preparing");
  expect(await adas?.next()).toEqual({
    type: "order_status_update",
    id: world.server.head(),
    data: { order_id: received.id, order_code: received.order_code, order_status: "Preparing", revision: 2 },
  });
  const hers = world.orders.list(sampleUsers.grace.id)[0];
  world.advance(hers?.id ?? "");
  expect(await graces?.next()).toMatchObject({ data: { order_id: hers?.id } });
});

test("a list is one's own, newest first, with the position to stream from (D5.2); scope=all is the admin's", async () => {
  const [ada, admin] = [await signIn(sampleUsers.ada), await signIn(sampleUsers.admin)];
  world.orders.setStatus(received.id, "Preparing");
  const own = await call(ada, "GET", "/orders");
  expect(own.body.position).toBe(world.server.head());
  const orders: Order[] = own.body.data;
  expect(orders.map((order) => order.user_id)).toEqual(Array(4).fill(sampleUsers.ada.id));
  expect(orders.map((order) => order.created_at)).toEqual(
    orders
      .map((order) => order.created_at)
      .sort()
      .reverse(),
  );
  expect((await call(ada, "GET", "/orders?scope=all")).status).toBe(403);
  expect((await call(admin, "GET", "/orders?scope=all")).body.data).toHaveLength(6);
});

test("an order is placed with a code, a total to the cent, and today's date", async () => {
  const items = [
    { name: "Bun", qty: 3, unit_price: 0.1 },
    { name: "Loaf", qty: 1, unit_price: 19.99 },
  ];
  const placed = await call(await signIn(sampleUsers.ada), "POST", "/orders", { address_id: "a-1", items });
  expect(placed.status).toBe(201);
  expect(placed.body.data).toMatchObject({
    order_code: expect.stringMatching(/^ORD-[A-HJ-NP-Z2-9]{6}$/),
    total_qty: 4,
    final_amount: 20.29,
    order_status: "Order Received",
    created_at: new Date(clock.now()).toISOString(),
    revision: 1,
  });
});

test("the owner cancels while the order is only received, and gets 403 afterwards", async () => {
  const ada = await signIn(sampleUsers.ada);
  expect((await call(ada, "POST", `/orders/${received.id}/cancel`)).body.data.order_status).toBe("Cancelled");
  expect(await call(ada, "POST", `/orders/${preparing.id}/cancel`)).toMatchObject({
    status: 403,
    body: { errors: ["Order can no longer be cancelled"] },
  });
  expect((await call(ada, "PATCH", `/orders/${preparing.id}/status`, { order_status: "Delivered" })).status).toBe(403);
});

test("to a stranger an order does not exist", async () => {
  const grace = await signIn(sampleUsers.grace);
  for (const [method, path, body] of [
    ["GET", ""],
    ["POST", "/cancel"],
    ["PATCH", "/status", { order_status: "Cancelled" }],
  ] as const) {
    expect(await call(grace, method, `/orders/${received.id}${path}`, body)).toMatchObject({
      status: 404,
      body: { success: false, errors: ["Order not found"] },
    });
  }
});

test("an admin sets any status; the same one again changes nothing and tells nobody", async () => {
  const admin = await signIn(sampleUsers.admin);
  const change = () => call(admin, "PATCH", `/orders/${received.id}/status`, { order_status: "Delivered" });
  expect((await change()).body).toMatchObject({ data: { revision: 2 }, message: "Order status updated" });
  const head = world.server.head();
  expect(await change()).toMatchObject({ status: 200, body: { data: { revision: 2 } } });
  expect(world.server.head()).toBe(head);
});

test("expired sessions lose their streams and get 401; signing in again helps", async () => {
  const ada = await signIn(sampleUsers.ada);
  const stream = await openStream(`${origin}/api/orders/stream?token=${ada}`);
  await stream.next();
  app.expireSessions();
  expect(await stream.next()).toBeUndefined();
  expect((await call(ada, "GET", "/orders")).status).toBe(401);
  expect((await call(await signIn(sampleUsers.ada), "GET", "/orders")).status).toBe(200);
});

test("signedInAs makes requests without a token someone's, for stories and tests", async () => {
  const ada = createMockApp({ clock, signedInAs: sampleUsers.ada });
  use(ada.handlers());
  const response = await fetch(`${origin}/api/auth/me`);
  expect((await response.json()).data).toEqual(sampleUsers.ada);
});

test("orders come in pages, as from the real server; another's order is no place to begin from", async () => {
  const [ada, grace] = [await signIn(sampleUsers.ada), await signIn(sampleUsers.grace)];
  const codes = async (token: string, query: string) => {
    const { body } = await call(token, "GET", `/orders${query}`);
    return body.data?.map(({ order_code }: Order) => order_code) ?? body.errors;
  };
  const all = await codes(ada, "");
  expect(all[0]).toBe(received.order_code);
  expect(await codes(ada, "?limit=1")).toEqual(all.slice(0, 1));
  expect(await codes(ada, `?limit=2&before=${received.id}`)).toEqual(all.slice(1, 3));
  expect(await codes(grace, `?before=${received.id}`)).toEqual(["Order not found"]);
});

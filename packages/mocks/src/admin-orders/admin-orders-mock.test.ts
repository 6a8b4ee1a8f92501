import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createMockApp } from "../auth/mock-app.ts";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createOrdersMock, type OrdersMock } from "../orders/orders-mock.ts";
import { interceptRequests, origin } from "../testing/msw.ts";
import { openStream } from "../testing/open-stream.ts";
import { createAdminOrdersMock } from "./admin-orders-mock.ts";

const use = interceptRequests();
let clock: ManualClock;
let world: OrdersMock;

function start(signedInAs: (typeof sampleUsers)[keyof typeof sampleUsers]) {
  clock = createManualClock();
  const app = createMockApp({ clock, signedInAs });
  world = createOrdersMock(app);
  use(app.handlers(world, createAdminOrdersMock(world)));
}

beforeEach(() => start(sampleUsers.admin));

afterEach(() => {
  world.close();
  expect(clock.pending, "timers left after stop").toBe(0);
});

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const [received] = sampleOrders;
const items = [{ name: "Lentil soup", qty: 2, unit_price: 0.1 }];

test("001 the stream greets without a name, then tells of new orders and of what becomes of them", async () => {
  const stream = await openStream(`${origin}/api/admin/stream/orders`);
  expect(await stream.next()).toMatchObject({ type: "message", data: { type: "connected" } });
  const order = { items, deliveryAddress: "123 Main St" };
  const submitted = await call("POST", "/api/order/submit", { userId: sampleUsers.grace.id, order });
  expect(submitted).toMatchObject({ status: 201, body: { data: { status: "PENDING", totalAmount: 0.2 } } });
  expect(await stream.next()).toEqual({ type: "new_order", id: expect.any(String), data: submitted.body.data });
  world.orders.setStatus(received.id, "Preparing");
  expect(await stream.next()).toMatchObject({ type: "order_update", data: { id: received.id, status: "CONFIRMED" } });
  await stream.close();
});

test("001 a filter hears its own statuses only", async () => {
  const stream = await openStream(`${origin}/api/admin/stream/orders?status=DELIVERED`);
  await stream.next();
  world.orders.setStatus(received.id, "Preparing");
  world.orders.setStatus(received.id, "Delivered");
  expect(await stream.next()).toMatchObject({ type: "order_update", data: { status: "DELIVERED", revision: 3 } });
  await stream.close();
});

test("001 recent orders come with the last change first and the position to stream from (D5.2)", async () => {
  clock.advance(1000);
  world.orders.setStatus(received.id, "Preparing");
  const { body } = await call("GET", "/api/admin/orders/recent?limit=1");
  expect(body).toMatchObject({ data: [{ id: received.id, status: "CONFIRMED" }], position: world.server.head() });
  expect((await call("GET", "/api/admin/orders/recent?status=DELIVERED")).body.data).toHaveLength(1);
});

test("001 stream and list are the admins', and nobody orders for another, nor for nobody, nor at a wrong price", async () => {
  const order = { items, deliveryAddress: "123 Main St" };
  expect((await call("POST", "/api/order/submit", { userId: "nobody", order })).status).toBe(404);
  const wrong = { ...order, totalAmount: 1 };
  expect((await call("POST", "/api/order/submit", { userId: sampleUsers.ada.id, order: wrong })).status).toBe(400);
  world.close();
  start(sampleUsers.ada);
  expect((await call("GET", "/api/admin/stream/orders")).status).toBe(403);
  expect((await call("GET", "/api/admin/orders/recent")).status).toBe(403);
  expect((await call("POST", "/api/order/submit", { userId: "nobody", order })).status).toBe(403);
  expect((await call("POST", "/api/order/submit", { userId: sampleUsers.ada.id, order })).status).toBe(201);
});

test("001 pages of all orders come newest first with the counts of all, as the real server's do", async () => {
  const list = async (query: string) => (await call("GET", `/api/admin/orders${query}`)).body;
  const { data, position } = await list("?limit=2");
  const all = world.orders.list();
  expect(position).toBe(world.server.head());
  expect(data.orders.map(({ id }: { id: string }) => id)).toEqual(all.slice(0, 2).map(({ id }) => id));
  expect(data.next).toBe(all[1]?.id);
  const { PENDING, CONFIRMED, OUT_FOR_DELIVERY, DELIVERED, CANCELLED } = data.counts;
  expect(PENDING + CONFIRMED + OUT_FOR_DELIVERY + DELIVERED + CANCELLED).toBe(all.length);
  const rest = await list(`?limit=200&before=${data.next}`);
  expect(rest.data).toMatchObject({ next: null, counts: data.counts });
  expect(rest.data.orders).toHaveLength(all.length - 2);
  expect((await call("GET", "/api/admin/orders?before=nowhere")).status).toBe(404);
});

test("D26.3: who asks for the counts hears them on coming, and whenever they change", async () => {
  const before = (await call("GET", "/api/admin/orders")).body.data.counts;
  const stream = await openStream(`${origin}/api/admin/stream/orders?counts=true`);
  expect(await stream.next()).toMatchObject({ type: "message" });
  expect(await stream.next()).toMatchObject({ type: "order_counts", data: before });
  world.orders.setStatus(received.id, "Delivered");
  expect(await stream.next()).toMatchObject({ type: "order_update" });
  const told = await stream.next();
  expect(told).toMatchObject({ data: { PENDING: before.PENDING - 1, DELIVERED: before.DELIVERED + 1 } });
  expect(told?.data.revision).toBeGreaterThan(before.revision);
  await stream.close();
});

test("D26: whoever comes later is told the counts too, and who does not ask for them is not", async () => {
  const url = `${origin}/api/admin/stream/orders`;
  const [first, quiet] = [await openStream(`${url}?counts=true`), await openStream(url)];
  for (const stream of [first, quiet]) await stream.next();
  const counts = await first.next();
  expect(counts).toMatchObject({ type: "order_counts" });
  const second = await openStream(`${url}?counts=true`);
  await second.next();
  expect((await second.next())?.data).toEqual(counts?.data);
  world.orders.setStatus(received.id, "Preparing");
  expect(await quiet.next()).toMatchObject({ type: "order_update" });
  for (const stream of [first, quiet, second]) await stream.close();
});

test("D26: a change that leaves an order in its status changes no count", async () => {
  const stream = await openStream(`${origin}/api/admin/stream/orders?counts=true`);
  for (const type of ["message", "order_counts"]) expect(await stream.next()).toMatchObject({ type });
  world.orders.setStatus(received.id, "Preparing");
  for (const type of ["order_update", "order_counts"]) expect(await stream.next()).toMatchObject({ type });
  world.orders.setStatus(received.id, "Preparing");
  world.orders.setStatus(received.id, "Delivered");
  for (const type of ["order_update", "order_counts"]) expect(await stream.next()).toMatchObject({ type });
  await stream.close();
});

test("C12: after the server's end a change of an order is told to nobody, and nothing is thrown", () => {
  const uncaught = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => uncaught.mockRestore());
  world.server.close();
  expect(world.orders.setStatus(received.id, "Preparing")).toMatchObject({ order_status: "Preparing" });
  expect(uncaught).not.toHaveBeenCalled();
});

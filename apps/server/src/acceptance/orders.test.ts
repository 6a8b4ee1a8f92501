import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";

// Section by section, the commands and answers that brief 000 prints.

const { ada } = sampleUsers;
const [received] = sampleOrders;
const statusPath = `/api/orders/${received.id}/status`;

it("000.1 GET /api/orders/stream?token=<jwt>: the headers and the first event", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  const stream = await server.open(`/api/orders/stream?token=${token}`);
  expect(stream.response.status).toBe(200);
  expect(stream.response.headers.get("content-type")).toBe("text/event-stream");
  expect(stream.response.headers.get("cache-control")).toContain("no-cache");
  expect(stream.response.headers.get("connection")).toBe("keep-alive");
  expect(stream.response.headers.get("x-accel-buffering")).toBe("no");
  const connected = await stream.next();
  expect(connected.type).toBe("connected");
  expect(connected.text).toMatch(/^\{"message":"SSE connected"/);
  expect(connected.data).toEqual({
    message: "SSE connected",
    connectionId: expect.any(String),
    heartbeatMs: 30_000,
    position: expect.stringMatching(/^[0-9a-z]+:\d+$/),
    resume: "none",
  });
});

it("000.1 keep-alive: the comment ping comes at the configured interval", async () => {
  await using server = await startServer({ env: { HEARTBEAT_MS: "20" } });
  const stream = await server.open(`/api/orders/stream?token=${await server.signIn(ada.email)}`);
  expect((await stream.next()).data.heartbeatMs).toBe(20);
  expect(await stream.nextComment()).toBe("ping");
  expect(await stream.nextComment()).toBe("ping");
});

it("000.1 an invalid token is 401 with the brief's body", async () => {
  await using server = await startServer();
  const response = await server.fetch("/api/orders/stream?token=wrong");
  expect(response.status).toBe(401);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  expect(await response.text()).toBe('{"success":false,"errors":["Not authorized, token failed"]}');
});

it("000.3 PATCH /api/orders/:id/status: the answer, and 000.2 the event on every tab of the owner", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  const tabs = [
    await server.open(`/api/orders/stream?token=${token}`),
    await server.open(`/api/orders/stream?token=${token}`),
  ];
  const stranger = await server.open(`/api/orders/stream?token=${await server.signIn(sampleUsers.grace.email)}`);
  for (const tab of [...tabs, stranger]) await tab.next();

  const admin = await server.signIn(sampleUsers.admin.email);
  const response = await server.fetch(statusPath, {
    method: "PATCH",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${admin}` },
    body: '{"order_status": "Preparing"}',
  });
  expect(response.status).toBe(200);
  const body = (await response.json()) as { data: { created_at: string; updated_at: string } };
  expect(body).toEqual({
    success: true,
    data: {
      id: received.id,
      order_code: "ORD-A7X3B2",
      user_id: ada.id,
      address_id: received.address_id,
      items: received.items,
      total_qty: 3,
      final_amount: 460,
      order_status: "Preparing",
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      revision: 2,
    },
    message: "Order status updated",
  });
  expect(Date.parse(body.data.updated_at)).toBeGreaterThan(Date.parse(body.data.created_at));

  for (const tab of tabs) {
    const event = await tab.next();
    expect(event.type).toBe("order_status_update");
    expect(event.text).toBe(
      `{"order_id":"${received.id}","order_code":"ORD-A7X3B2","order_status":"Preparing","revision":2}`,
    );
  }
  // The stranger's next event is the stranger's own.
  await server.call(admin, "PATCH", "/api/orders/3f2504e0-4f89-41d3-9a0c-0305e82c3301/status", {
    order_status: "Preparing",
  });
  expect((await stranger.next()).data.order_code).toBe("ORD-G7R2C9");
});

it("000.3 an invalid status is 400 with the brief's words", async () => {
  await using server = await startServer();
  const admin = await server.signIn(sampleUsers.admin.email);
  const words = {
    success: false,
    errors: ["Invalid status. Must be one of: Order Received, Preparing, Out for Delivery, Delivered, Cancelled"],
  };
  for (const body of [{ order_status: "Lost" }, { order_status: 3 }, {}]) {
    const response = await server.call(admin, "PATCH", statusPath, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(words);
  }
});

it("000.3 an order that is not there is 404 with the brief's words, whatever its id looks like", async () => {
  await using server = await startServer();
  const admin = await server.signIn(sampleUsers.admin.email);
  for (const id of ["00000000-0000-4000-8000-000000000000", "x", "%27%20OR%201=1", "a".repeat(2000)]) {
    const response = await server.call(admin, "PATCH", `/api/orders/${id}/status`, { order_status: "Preparing" });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ success: false, errors: ["Order not found"] });
  }
});

it("000.3 a write without a token is 401 with the brief's body", async () => {
  await using server = await startServer();
  const response = await server.fetch(statusPath, { method: "PATCH" });
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ success: false, errors: ["Not authorized, token failed"] });
});

import { sampleUsers } from "@tidings/contracts/auth";
import { type Order, type OrderStatus, orderStatuses, sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../../testing/start-server.ts";

const { ada, grace, admin } = sampleUsers;
const id = sampleOrders[0].id;
const notFound = { success: false, errors: ["Order not found"] };

interface Body {
  readonly data: Order;
  readonly message?: string;
  readonly errors?: readonly string[];
}

async function answer(response: Response): Promise<{ readonly status: number; readonly body: Body }> {
  return { status: response.status, body: (await response.json()) as Body };
}

async function signInAll(server: TestServer) {
  const [owner, stranger, boss] = await Promise.all([ada, grace, admin].map(({ email }) => server.signIn(email)));
  return { owner: owner ?? "", stranger: stranger ?? "", boss: boss ?? "" };
}

it.each(orderStatuses)(
  "an order that is %s: admins set any status, its owner only cancels what is received",
  async (from) => {
    await using server = await startServer();
    const { owner, stranger, boss } = await signInAll(server);
    for (const to of orderStatuses) {
      const reset = () => server.call(boss, "PATCH", `/api/orders/${id}/status`, { order_status: from });
      await reset();
      const set = async (token: string) =>
        answer(await server.call(token, "PATCH", `/api/orders/${id}/status`, { order_status: to }));
      expect(await set(stranger)).toEqual({ status: 404, body: notFound });
      const mayOwner = from === "Order Received" && to === "Cancelled";
      expect(await set(owner)).toMatchObject(
        mayOwner
          ? { status: 200, body: { data: { order_status: to } } }
          : { status: 403, body: { success: false, errors: ["Not authorized for this resource"] } },
      );
      await reset();
      expect(await set(boss)).toMatchObject({
        status: 200,
        body: { data: { order_status: to }, message: "Order status updated" },
      });
    }
  },
);

it.each(orderStatuses)("POST /cancel of an order that is %s", async (from) => {
  await using server = await startServer();
  const { owner, stranger, boss } = await signInAll(server);
  const cancel = async (token: string) => answer(await server.call(token, "POST", `/api/orders/${id}/cancel`));
  await server.call(boss, "PATCH", `/api/orders/${id}/status`, { order_status: from });
  expect(await cancel(stranger)).toEqual({ status: 404, body: notFound });
  expect(await cancel(owner)).toMatchObject(
    from === "Order Received"
      ? { status: 200, body: { data: { order_status: "Cancelled" }, message: "Order cancelled" } }
      : { status: 403, body: { errors: ["Order can no longer be cancelled"] } },
  );
  await server.call(boss, "PATCH", `/api/orders/${id}/status`, { order_status: from });
  expect(await cancel(boss)).toMatchObject({ status: 200, body: { data: { order_status: "Cancelled" } } });
  expect((await server.fetch(`/api/orders/${id}/cancel`, { method: "POST" })).status).toBe(401);
});

it("S3: to a stranger an order does not exist, by any route; its owner and admins see it", async () => {
  await using server = await startServer();
  const { owner, stranger, boss } = await signInAll(server);
  for (const token of [owner, boss]) {
    expect(await answer(await server.call(token, "GET", `/api/orders/${id}`))).toMatchObject({
      status: 200,
      body: { success: true, data: { id, items: sampleOrders[0].items, revision: 1 } },
    });
  }
  for (const path of [`/api/orders/${id}`, "/api/orders/nothing", "/api/orders/%00", `/api/orders/${id}%20`]) {
    expect(await answer(await server.call(stranger, "GET", path))).toEqual({ status: 404, body: notFound });
  }
});

it("GET /api/orders: one's own, newest first; with scope=all everyone's, for admins", async () => {
  await using server = await startServer();
  const { owner, boss } = await signInAll(server);
  const list = async (token: string, query = "") => {
    const response = await server.call(token, "GET", `/api/orders${query}`);
    return { status: response.status, ...((await response.json()) as { data?: Order[]; errors?: string[] }) };
  };
  const own = await list(owner);
  expect(own.data?.map(({ order_code }) => order_code)).toEqual([
    "ORD-A7X3B2",
    "ORD-K4M9T1",
    "ORD-P2Q8Z5",
    "ORD-D5W1H8",
  ]);
  expect((await list(boss)).data?.map(({ user_id }) => user_id)).toEqual([admin.id]);
  expect(new Set((await list(boss, "?scope=all")).data?.map(({ user_id }) => user_id)).size).toBe(3);
  expect(await list(owner, "?scope=all")).toEqual({
    status: 403,
    success: false,
    errors: ["Not authorized for this resource"],
  });
  expect((await list(owner, "?scope=everything")).status).toBe(400);
  expect(await list(owner, "?unknown=1")).toEqual({
    status: 400,
    success: false,
    errors: ['The query takes no "unknown"; it takes scope, before, limit'],
  });
});

it("GET /api/orders in pages: as many as asked for, from any order that one sees, and never more than 200", async () => {
  await using server = await startServer();
  const { owner, stranger, boss } = await signInAll(server);
  const list = async (token: string, query: string) => {
    const response = await server.call(token, "GET", `/api/orders${query}`);
    const { data, errors } = (await response.json()) as { data?: Order[]; errors?: string[] };
    return data?.map(({ order_code }) => order_code) ?? errors;
  };
  const [first, second] = sampleOrders;
  expect(await list(owner, "?limit=2")).toEqual(["ORD-A7X3B2", "ORD-K4M9T1"]);
  expect(await list(owner, `?limit=2&before=${second.id}`)).toEqual(["ORD-P2Q8Z5", "ORD-D5W1H8"]);
  expect(await list(boss, `?scope=all&limit=1&before=${first.id}`)).toHaveLength(1);
  // Whether there is such an order is not for strangers to know (S3).
  expect(await list(stranger, `?before=${first.id}`)).toEqual(notFound.errors);
  expect(await list(owner, "?before=nothing")).toEqual(notFound.errors);
  for (const limit of ["0", "201", "-1", "1.5", "1e2", "1e9", "", "01", "all"]) {
    expect(await list(owner, `?limit=${limit}`)).toEqual([
      expect.stringContaining("limit must be a whole number from 1 to 200"),
    ]);
  }
});

it("D5.1, D5.2: a snapshot's position is the log's, and a stream opened from it gets what came after, once", async () => {
  await using server = await startServer();
  const { owner, boss } = await signInAll(server);
  const set = (order_status: OrderStatus) => server.call(boss, "PATCH", `/api/orders/${id}/status`, { order_status });
  await set("Preparing");
  const snapshot = (await (await server.call(owner, "GET", "/api/orders")).json()) as {
    data: Order[];
    position: string;
  };
  expect(snapshot.data[0]).toMatchObject({ id, order_status: "Preparing" });
  await set("Out for Delivery");
  await set("Delivered");
  for (const options of [
    { path: "/api/orders/stream", headers: { Authorization: `Bearer ${owner}`, "Last-Event-ID": snapshot.position } },
    { path: `/api/orders/stream?token=${owner}&lastEventId=${snapshot.position}`, headers: {} },
  ]) {
    const stream = await server.open(options.path, { headers: options.headers });
    expect((await stream.next()).data.resume).toBe("complete");
    expect((await stream.next()).data).toMatchObject({ order_status: "Out for Delivery", revision: 3 });
    expect((await stream.next()).data).toMatchObject({ order_status: "Delivered", revision: 4 });
    server.backend.hub.disconnectAll();
    expect((await stream.next()).type).toBe("ending");
  }
});

it("a PATCH to the status that it has is 200 and no event", async () => {
  await using server = await startServer();
  const { owner, boss } = await signInAll(server);
  const stream = await server.open(`/api/orders/stream?token=${owner}`);
  await stream.next();
  const set = (order_status: OrderStatus) => server.call(boss, "PATCH", `/api/orders/${id}/status`, { order_status });
  expect(await answer(await set("Order Received"))).toMatchObject({ status: 200, body: { data: { revision: 1 } } });
  await set("Preparing");
  expect((await stream.next()).data).toMatchObject({ order_status: "Preparing", revision: 2 });
});

it("POST /api/orders: the server makes id, code and total, exact to the cent", async () => {
  await using server = await startServer();
  const { owner } = await signInAll(server);
  const stream = await server.open(`/api/orders/stream?token=${owner}`);
  await stream.next();
  const items = [
    { name: "Tea", qty: 3, unit_price: 0.1 },
    { name: "Bun", qty: 1, unit_price: 0.2 },
  ];
  const placed = await answer(
    await server.call(owner, "POST", "/api/orders", {
      address_id: "home",
      items,
    }),
  );
  expect(placed).toEqual({
    status: 201,
    body: {
      success: true,
      data: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        order_code: expect.stringMatching(/^ORD-[A-Z0-9]{6}$/),
        user_id: ada.id,
        address_id: "home",
        items,
        total_qty: 4,
        final_amount: 0.5,
        order_status: "Order Received",
        created_at: expect.any(String),
        updated_at: expect.any(String),
        revision: 1,
      },
      message: "Order placed",
    },
  });
  expect((await stream.next()).data).toMatchObject({ order_id: placed.body.data.id, order_status: "Order Received" });
});

it.each([
  [
    { address_id: "a", items: [{ name: "Tea", qty: 1, unit_price: 1, size: "L" }], final_amount: 0, id: "mine" },
    [
      'items[0] takes no "size"; it takes name, qty, unit_price',
      'The body takes no "final_amount", "id"; it takes address_id, items',
    ],
  ],
  [{ items: [] }, ["address_id is required", "items must hold at least one item"]],
  [{ address_id: "", items: [{ name: "Tea", qty: 1, unit_price: 1 }] }, ["address_id is required"]],
  [
    { address_id: "a", items: [{ name: "", qty: 0, unit_price: -1 }] },
    ["items[0].name must not be empty", "items[0].qty must be at least 1", "items[0].unit_price must be at least 0"],
  ],
  [
    { address_id: "a", items: [{ name: "Tea", qty: 1, unit_price: 0.001 }] },
    ["items[0].unit_price must not have fractions of a cent"],
  ],
  [{ address_id: "a", items: [{ name: "Tea", qty: 1.5, unit_price: 1 }] }, ["items[0].qty must be a whole number"]],
])("an order that cannot be placed is 400 and says why: %j", async (body, errors) => {
  await using server = await startServer();
  const { owner } = await signInAll(server);
  expect(await answer(await server.call(owner, "POST", "/api/orders", body))).toEqual({
    status: 400,
    body: { success: false, errors },
  });
});

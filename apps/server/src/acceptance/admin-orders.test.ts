import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import { adminOrderStatuses, recentOrders, sampleAdminOrders, toOrderStatus } from "@tidings/contracts/admin-orders";
import { sampleUsers } from "@tidings/contracts/auth";
import fc from "fast-check";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

// What brief 001 says of the API server; its curl commands are run in tooling/e2e.

const { ada, grace, admin } = sampleUsers;
const [received] = sampleAdminOrders;
const stream = "/api/admin/stream/orders";
const order = { items: [{ name: "Tea", qty: 2, unit_price: 25 }], totalAmount: 50, deliveryAddress: "123 Main St" };

async function startForAdmin(env: Readonly<Record<string, string>> = {}) {
  const server = await startServer({ env });
  const token = await server.signIn(admin.email);
  const headers = { Authorization: `Bearer ${token}` };
  return {
    server,
    token,
    open: (query = "") => server.open(`${stream}${query}`, { headers }),
    setStatus: (order_status: string, id = received.id) =>
      server.call(token, "PATCH", `/api/orders/${id}/status`, { order_status }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

it("001 the first event has no name and says connected; the heartbeat is a comment", async () => {
  await using rig = await startForAdmin({ HEARTBEAT_MS: "20" });
  const reader = await rig.open();
  expect(reader.response.headers.get("content-type")).toBe("text/event-stream");
  const connected = await reader.next();
  expect(connected.type).toBe("message");
  expect(connected.text).toMatch(/^\{"type":"connected"/);
  expect(connected.data).toMatchObject({ type: "connected", heartbeatMs: 20, resume: "none" });
  expect(await reader.nextComment()).toBe("heartbeat");
});

it("001 heartbeat every 30 s unless configured otherwise", async () => {
  await using rig = await startForAdmin();
  expect((await (await rig.open()).next()).data.heartbeatMs).toBe(30_000);
});

it("001 POST /api/order/submit is new_order with the brief's fields, and a new status is order_update", async () => {
  await using rig = await startForAdmin();
  const reader = await rig.open();
  await reader.next();
  const answer = await rig.server.call(rig.token, "POST", "/api/order/submit", { userId: "test-user", order });
  expect(answer.status).toBe(201);
  const { data } = (await answer.json()) as { data: { id: string } };
  const placed = await reader.next();
  expect(placed.type).toBe("new_order");
  expect(placed.data).toEqual(data);
  expect(placed.data).toMatchObject({
    id: data.id,
    orderId: data.id,
    userId: "test-user",
    totalAmount: 50,
    status: "PENDING",
    deliveryAddress: "123 Main St",
  });
  await rig.setStatus("Preparing", data.id);
  const update = await reader.next();
  expect(update.type).toBe("order_update");
  expect(Object.keys(update.data)).toEqual(["id", "orderId", "orderCode", "status", "updatedAt", "revision"]);
  expect(update.data).toMatchObject({ id: data.id, orderId: data.id, status: "CONFIRMED", revision: 2 });
});

it("001 the database is listened to: what another process writes is told too", async () => {
  await using rig = await startForAdmin();
  const reader = await rig.open();
  await reader.next();
  await writeFromOutside(
    rig.server.config.dataDir,
    `UPDATE orders SET order_status = 'Delivered', address_id = '1 Elm' WHERE id = '${received.id}'`,
  );
  expect((await reader.next()).data).toMatchObject({ status: "DELIVERED", deliveryAddress: "1 Elm" });
});

it("001 a customer's own order and cancellation reach the admins from the one order model", async () => {
  await using rig = await startForAdmin();
  const reader = await rig.open();
  await reader.next();
  const token = await rig.server.signIn(ada.email);
  await rig.server.call(token, "POST", "/api/orders", { address_id: "home", items: order.items });
  expect(await reader.next()).toMatchObject({ type: "new_order", data: { userId: ada.id, deliveryAddress: "home" } });
  await rig.server.call(token, "POST", `/api/orders/${received.id}/cancel`);
  expect(await reader.next()).toMatchObject({ type: "order_update", data: { status: "CANCELLED" } });
});

it("001 event filtering: whatever the filter, exactly the events of its statuses come, in order", async () => {
  await using rig = await startForAdmin();
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...adminOrderStatuses), { minLength: 1 }),
      fc.array(fc.constantFrom(...adminOrderStatuses), { minLength: 1, maxLength: 8 }),
      async (filter, walk) => {
        await rig.setStatus(toOrderStatus(walk[0] === "DELIVERED" ? "PENDING" : "DELIVERED"));
        // A snapshot relays what was changed before it, so that the reader hears only of what comes.
        await rig.server.call(rig.token, "GET", recentOrders.path);
        const reader = await rig.open(`?status=${filter.join(",")}`);
        await reader.next();
        for (const status of walk) await rig.setStatus(toOrderStatus(status));
        const expected = walk.filter((status, index) => status !== walk[index - 1] && filter.includes(status));
        const seen: string[] = [];
        while (seen.length < expected.length) seen.push((await reader.next()).data.status);
        expect(seen).toEqual(expected);
        expect(reader.pending()).toEqual([]);
        reader.close();
      },
    ),
    { numRuns: 15 },
  );
});

it("001 a filter that names no status is 400", async () => {
  await using rig = await startForAdmin();
  for (const status of ["", ",", "pending", "PENDING,LOST"]) {
    const { response } = await rig.open(`?status=${status}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      success: false,
      errors: [`status must list some of ${adminOrderStatuses.join(", ")}, separated by commas`],
    });
  }
  // Spaces and a comma too many say nothing: what is named is.
  const reader = await rig.open("?status=%20CONFIRMED%20,%20");
  expect((await reader.next()).data.type).toBe("connected");
  await rig.setStatus("Cancelled");
  await rig.setStatus("Preparing");
  expect((await reader.next()).data).toMatchObject({ status: "CONFIRMED" });
});

it("001 event batching: ?batch=true brings the orders of one commit as one event, each with its id", async () => {
  await using rig = await startForAdmin();
  const [batched, plain] = [await rig.open("?batch=true&status=CONFIRMED,DELIVERED"), await rig.open("?batch=false")];
  for (const reader of [batched, plain]) expect((await reader.next()).text).toMatch(/^\{"type":"connected"/);
  const update = (status: string) => `UPDATE orders SET order_status = '${status}' WHERE id = '${received.id}';`;
  const commit = `BEGIN; ${update("Preparing")} ${update("Out for Delivery")} ${update("Delivered")} COMMIT;`;
  await writeFromOutside(rig.server.config.dataDir, commit);
  const single = [await plain.next(), await plain.next(), await plain.next()];
  expect(single.map(({ type, data }) => [type, data.status])).toEqual([
    ["order_update", "CONFIRMED"],
    ["order_update", "OUT_FOR_DELIVERY"],
    ["order_update", "DELIVERED"],
  ]);
  const batch = await batched.next();
  expect(batch).toMatchObject({ type: "batch", id: single[2]?.id });
  const [first, , third] = single.map(({ type, id, data }) => ({ event: type, id, data }));
  expect(batch.data).toEqual([first, third]);
});

it("001 event batching: what is neither true nor false is 400", async () => {
  await using rig = await startForAdmin();
  for (const query of ["?batch=", "?batch=1", "?batch=TRUE"]) {
    const { response } = await rig.open(query);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ success: false, errors: ['batch must be "true" or "false"'] });
  }
});

it("S21.1: a filter or a batch that is given twice is refused, because one of the two would be lost", async () => {
  await using rig = await startForAdmin();
  for (const name of ["batch", "status", "lastEventId"]) {
    const { response } = await rig.open(`?${name}=true&${name}=true`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      success: false,
      errors: [`${name} is given more than once; give it once`],
    });
  }
});

it("001 compression: gzip where server and reader want it, each event at once, and a valid end", async () => {
  await using rig = await startForAdmin({ STREAM_COMPRESSION: "gzip" });
  const headers = { Authorization: `Bearer ${rig.token}`, "Accept-Encoding": "gzip, deflate, br" };
  const [response] = (await once(get(`${rig.server.url}${stream}`, { headers }), "response")) as [IncomingMessage];
  expect(response.headers).toMatchObject({ "content-encoding": "gzip", vary: "Origin, Accept-Encoding" });
  // Strict about the end and the checksum, as fetch is not.
  const gunzip = response.pipe(createGunzip()).setEncoding("utf8");
  let text = "";
  gunzip.on("data", (part: string) => {
    text += part;
  });
  const until = async (part: string) => {
    while (!text.includes(part)) await once(gunzip, "data");
  };
  await until('data: {"type":"connected"');
  for (const status of ["Preparing", "Out for Delivery"] as const) {
    await rig.setStatus(status);
    await until(`"status":"${status === "Preparing" ? "CONFIRMED" : "OUT_FOR_DELIVERY"}"`);
  }
  const items = Array.from({ length: 50 }, (_, index) => ({ name: `Tea no. ${index}`, qty: 1, unit_price: 1 }));
  const large = { items, totalAmount: 50, deliveryAddress: "123 Main St" };
  await rig.server.call(rig.token, "POST", "/api/order/submit", { userId: "test-user", order: large });
  await until("Tea no. 49");
  const ended = once(gunzip, "end");
  await rig.server.backend.hub.drain({ withinMs: 0 });
  await ended;
  expect(text).toMatch(/event: ending\n.*\n.*\n\n$/);
});

it("001 compression: none where the reader does not take it or the server is not told to", async () => {
  await using told = await startForAdmin({ STREAM_COMPRESSION: "gzip" });
  await using untold = await startForAdmin();
  for (const [rig, accept, vary] of [
    [told, "identity", "Origin, Accept-Encoding"],
    [untold, "gzip", "Origin"],
  ] as const) {
    const headers = { Authorization: `Bearer ${rig.token}`, "Accept-Encoding": accept };
    const reader = await rig.server.open(stream, { headers });
    expect((await reader.next()).data.type).toBe("connected");
    expect(reader.response.headers.get("content-encoding")).toBeNull();
    expect(reader.response.headers.get("vary")).toBe(vary);
  }
});

it("001 polling fallback: what changed last comes first, filtered and limited, with the position to stream from", async () => {
  await using rig = await startForAdmin();
  await rig.setStatus("Preparing");
  const answer = await rig.server.call(rig.token, "GET", "/api/admin/orders/recent?limit=2");
  const { data, position } = (await answer.json()) as { data: { id: string; status: string }[]; position: string };
  expect(data).toHaveLength(2);
  expect(data[0]).toMatchObject({ id: received.id, status: "CONFIRMED" });
  const pending = await rig.server.call(rig.token, "GET", "/api/admin/orders/recent?status=PENDING");
  const { data: filtered } = (await pending.json()) as { data: { status: string }[] };
  expect(new Set(filtered.map(({ status }) => status))).toEqual(new Set(["PENDING"]));
  await rig.setStatus("Delivered");
  const reader = await rig.open(`?lastEventId=${encodeURIComponent(position)}`);
  expect((await reader.next()).data.resume).toBe("complete");
  expect((await reader.next()).data).toMatchObject({ id: received.id, status: "DELIVERED" });
  for (const limit of ["0", "201", "x"]) {
    const refused = await rig.server.call(rig.token, "GET", `/api/admin/orders/recent?limit=${limit}`);
    expect(refused.status).toBe(400);
  }
});

it("001 automatic reconnection: what was missed comes by Last-Event-ID", async () => {
  await using rig = await startForAdmin();
  const first = await rig.open();
  const { id } = await first.next();
  first.close();
  await rig.setStatus("Preparing");
  await rig.setStatus("Out for Delivery");
  const second = await rig.server.open(stream, {
    headers: { Authorization: `Bearer ${rig.token}`, "Last-Event-ID": id },
  });
  expect((await second.next()).data.resume).toBe("complete");
  expect((await second.next()).data.status).toBe("CONFIRMED");
  expect((await second.next()).data.status).toBe("OUT_FOR_DELIVERY");
});

it("001 security: admins only, and nobody's order is anybody else's to place", async () => {
  await using rig = await startForAdmin();
  const { server } = rig;
  const token = await server.signIn(grace.email);
  for (const path of [stream, "/api/admin/orders/recent"]) {
    expect((await server.fetch(path)).status).toBe(401);
    expect((await server.call("forged", "GET", path)).status).toBe(401);
    expect((await server.call(token, "GET", path)).status).toBe(403);
  }
  const submit = (as: string, userId: string, change = {}) =>
    server.call(as, "POST", "/api/order/submit", { userId, order: { ...order, ...change } });
  expect((await submit("", grace.id)).status).toBe(401);
  expect((await submit(token, grace.id)).status).toBe(201);
  for (const userId of [ada.id, "test-user", "nobody"]) expect((await submit(token, userId)).status).toBe(403);
  expect((await submit(rig.token, "nobody")).status).toBe(404);
  expect((await submit(token, grace.id, { totalAmount: 49 })).status).toBe(400);
  expect((await submit(token, grace.id, { totalAmount: undefined })).status).toBe(201);
});

it("001 security: an admin who is one no longer hears no more", async () => {
  await using rig = await startForAdmin();
  const reader = await rig.open();
  await reader.next();
  await writeFromOutside(rig.server.config.dataDir, `UPDATE users SET role = 'user' WHERE id = '${admin.id}'`);
  await reader.ended;
  expect((await rig.open()).response.status).toBe(403);
});

import {
  type AdminOrder,
  adminOrdersStream,
  listAdminOrders,
  type OrderCounts,
  sampleAdminOrders,
  sampleOrderCounts,
} from "@tidings/contracts/admin-orders";
import { expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import type { FakeRequest, FakeServer } from "../testing/fake-server.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";
import { type AdminOrdersOptions, createAdminOrdersQuery } from "./admin-orders-query.ts";
import { applyOrderUpdate, mergeAdminOrder } from "./reduce-admin-orders.ts";

const [first] = sampleAdminOrders;
const fields = { connectionId: "c-1", heartbeatMs: 30_000, position: "e:1", resume: "complete" };
const greeting = { data: JSON.stringify({ type: "connected", ...fields }) };

const all = (server: FakeServer, path: string) => server.requests.filter(({ url }) => url.pathname === path);
const loads = (server: FakeServer) => all(server, listAdminOrders.path);
const opens = (server: FakeServer) => all(server, adminOrdersStream.path);

/** What the server has: a page of it is what a request asks for, as the real one answers. */
async function answer(
  request: FakeRequest | undefined,
  all: readonly AdminOrder[],
  position = "e:1",
  counts = counted,
) {
  const statuses = request?.url.searchParams.get("status")?.split(",") ?? [];
  const limit = Number(request?.url.searchParams.get("limit"));
  const found = all.filter(({ status }) => statuses.includes(status));
  const from = found.findIndex(({ id }) => id === request?.url.searchParams.get("before")) + 1;
  const orders = found.slice(from, from + limit);
  const next = from + limit < found.length ? (orders.at(-1)?.id ?? null) : null;
  await request?.answer(200, { success: true, data: { orders, next, counts }, position });
}

/** Answers every request of a load. */
async function load(server: FakeServer, orders: readonly AdminOrder[], position = "e:1", counts = counted) {
  for (let asked = loads(server).length, done = asked - 1; done < asked; done += 1) {
    await answer(loads(server)[done], orders, position, counts);
    await settle();
    asked = loads(server).length;
  }
}

const counted: OrderCounts = { ...sampleOrderCounts, revision: 5 };
const many = (count: number, status: AdminOrder["status"], from = 0): AdminOrder[] =>
  Array.from({ length: count }, (_, index) => ({
    ...first,
    id: `${status}-${from + index}`,
    status,
    createdAt: new Date(Date.UTC(2026, 1, 26) - (from + index) * 60_000).toISOString(),
  }));

async function start(orders: readonly AdminOrder[] = [first], options: AdminOrdersOptions = {}) {
  const rig = setUp();
  const query = createAdminOrdersQuery(rig.client, options);
  await settle();
  await load(rig.server, orders);
  return { ...rig, query, latest: () => opens(rig.server).at(-1) };
}

it("001 loads the recent orders, then streams new ones and updates", async () => {
  const { host, query, latest } = await start();
  await latest()?.accept();
  const later = { ...first, id: "later", createdAt: "2026-02-26T06:00:00.000Z" };
  const update = { ...first, status: "DELIVERED", revision: 2 };
  await latest()?.send(
    greeting,
    { event: "new_order", id: "e:2", data: JSON.stringify(later) },
    { event: "order_update", id: "e:3", data: JSON.stringify(update) },
  );
  await host.frame();
  expect(query.getMode()).toBe("stream");
  expect(query.getSnapshot().data?.orders.map(({ id, status }) => [id, status])).toEqual([
    ["later", "PENDING"],
    [first.id, "DELIVERED"],
  ]);
});

it("001 polls every five seconds while the stream cannot be had, and stops when it is back", async () => {
  const { host, server, query, latest } = await start();
  for (const wait of [1_000, 2_000, 4_000]) {
    await latest()?.answer(503, { success: false, errors: ["no streams here"] });
    if (wait < 4_000) await host.advance(wait);
  }
  expect(query.getMode()).toBe("polling");
  // A load asks for open and for finished orders.
  expect(loads(server)).toHaveLength(2);
  await host.advance(5_000);
  expect(loads(server)).toHaveLength(3);
  await load(server, [{ ...first, status: "CONFIRMED", revision: 2 }], "e:2", {
    ...counted,
    CONFIRMED: 9,
    revision: 6,
  });
  await host.frame();
  expect(query.getSnapshot().data?.orders[0]?.status).toBe("CONFIRMED");
  expect(query.getSnapshot().data?.counts.CONFIRMED).toBe(9);
  // The stream was asked for again meanwhile, and is there.
  await latest()?.accept();
  await latest()?.send(greeting);
  expect(query.getMode()).toBe("stream");
  const before = loads(server).length;
  await host.advance(20_000);
  expect(loads(server)).toHaveLength(before);
});

it("001 a proxy that answers with a page is polled around, and asked again every half minute", async () => {
  const { host, server, query, latest } = await start();
  await latest()?.answer(200, "a page", { "content-type": "text/html" });
  expect(query.getMode()).toBe("polling");
  await host.advance(30_000);
  expect(opens(server)).toHaveLength(2);
  await latest()?.accept();
  await latest()?.send(greeting);
  expect(query.getMode()).toBe("stream");
});

it.each([401, 403])("001 a session that ended (%i) is not polled for", async (status) => {
  const { host, server, query, latest } = await start();
  await latest()?.answer(status, { success: false, errors: ["Not authorized, token failed"] });
  await host.advance(120_000);
  expect(query.getMode()).toBe("stream");
  expect(loads(server)).toHaveLength(2);
});

it("C12.1: closing while it polls leaves nothing behind", async () => {
  const rig = await start();
  await rig.latest()?.answer(404, { success: false, errors: ["nothing here"] });
  await rig.host.advance(5_000);
  rig.query.close();
  rig.client.close();
  await settle();
  expect(leftovers(rig)).toEqual(nothing);
});

it("D6.2: old news changes nothing, and an update of an unknown order is undefined", () => {
  const update = { ...first, status: "DELIVERED", revision: 1 } as const;
  expect(applyOrderUpdate([first], update)).toEqual([first]);
  expect(applyOrderUpdate([], update)).toBeUndefined();
  expect(mergeAdminOrder([first], first)).toEqual([first]);
});

it("C39.2: open and finished orders are loaded each by themselves, and older ones of either a page at a time", async () => {
  const orders = [...many(30, "DELIVERED"), ...many(5, "PENDING", 100)];
  const { host, server, query } = await start(orders, { limit: 3 });
  await host.frame();
  const ids = () => query.getSnapshot().data?.orders.map(({ id }) => id);
  expect(ids()?.filter((id) => id.startsWith("PENDING"))).toHaveLength(3);
  expect(query.getSnapshot().data).toMatchObject({ hasOlder: { open: true, finished: true }, counts: counted });
  expect(ids()).toHaveLength(6);

  void query.loadOlder("open");
  await settle();
  await load(server, orders);
  await host.frame();
  expect(ids()?.filter((id) => id.startsWith("PENDING"))).toHaveLength(5);
  expect(ids()).toHaveLength(8);
  expect(query.getSnapshot().data?.hasOlder).toEqual({ open: false, finished: true });
  // A load never shows fewer than there were.
  void query.reload();
  await settle();
  await load(server, orders);
  await host.frame();
  expect(ids()).toHaveLength(8);
});

it("D26.4, C39.1: the counts are the server's: the newest by revision, of a load or of an event, whichever comes first", async () => {
  const { host, server, query, latest } = await start();
  const counts = () => query.getSnapshot().data?.counts;
  expect(opens(server).at(-1)?.url.searchParams.get("counts")).toBe("true");
  await latest()?.accept();
  const tell = async (PENDING: number, revision: number) => {
    await latest()?.send({ event: "order_counts", data: JSON.stringify({ ...counted, PENDING, revision }) });
    await host.frame();
  };
  await latest()?.send(greeting);
  await tell(1284, 6);
  expect(counts()).toMatchObject({ PENDING: 1284, revision: 6 });
  await tell(1, 5);
  expect(counts()).toMatchObject({ PENDING: 1284, revision: 6 });

  // An event that is newer than what the load read, and comes before it.
  void query.reload();
  await settle();
  await tell(1300, 9);
  await load(server, [first], "e:4", { ...counted, PENDING: 1290, revision: 8 });
  await host.frame();
  expect(counts()).toMatchObject({ PENDING: 1300, revision: 9 });
  // After a restored backup the numbers begin anew: a load is believed, whatever was known.
  void query.reload();
  await settle();
  await load(server, [first], "x:1", { ...counted, PENDING: 7, revision: 2 });
  await host.frame();
  expect(counts()).toMatchObject({ PENDING: 7, revision: 2 });
});

it("C39.4: updates of orders that are not loaded cost a load at once, and then one in five seconds", async () => {
  const { host, server, query, latest } = await start(many(10, "DELIVERED"), { limit: 3 });
  await latest()?.accept();
  await latest()?.send(greeting);
  const before = loads(server).length;
  const move = (number: number) =>
    latest()?.send({
      event: "order_update",
      id: `e:${number}`,
      data: JSON.stringify({ ...first, id: `old-${number}`, status: "CONFIRMED", revision: 2 }),
    });
  for (let number = 2; number < 30; number += 1) await move(number);
  await load(server, many(10, "DELIVERED"));
  expect(loads(server)).toHaveLength(before + 2);
  await host.advance(5_000);
  expect(loads(server)).toHaveLength(before + 3);
  await load(server, many(10, "DELIVERED"));
  await host.advance(20_000);
  expect(loads(server)).toHaveLength(before + 4);
  query.close();
});

it("what moves from one group to the other while they are loaded is shown once, as it is now", async () => {
  const moved = { ...first, status: "DELIVERED", revision: 2 } as const;
  const rig = setUp();
  const query = createAdminOrdersQuery(rig.client);
  await settle();
  await answer(loads(rig.server)[0], [first]);
  await settle();
  await answer(loads(rig.server)[1], [moved]);
  await rig.host.frame();
  expect(query.getSnapshot().data?.orders).toEqual([moved]);
  query.close();
});

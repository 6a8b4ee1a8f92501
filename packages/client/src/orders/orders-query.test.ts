import { type Order, sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import type { FakeRequest } from "../testing/fake-server.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { type Rig, setUp } from "../testing/set-up.ts";
import { createOrdersQuery, type OrdersQuery } from "./orders-query.ts";

/** So many orders, newest first: `o120`, `o119` ... `o1`. */
function ordersDown(from: number): readonly Order[] {
  return Array.from({ length: from }, (_, index) => ({
    ...sampleOrders[0],
    id: `o${from - index}`,
    order_code: `ORD-${from - index}`,
  }));
}

const lists = ({ server }: Rig) => server.requests.filter(({ url }) => url.pathname === "/api/orders");
const asked = (rig: Rig) => lists(rig).map(({ url }) => Object.fromEntries(url.searchParams));

/** Answers the request with what it asks of those orders, as the server does. */
async function answer(request: FakeRequest | undefined, orders: readonly Order[], position = "e:1"): Promise<void> {
  const { before, limit } = Object.fromEntries(request?.url.searchParams ?? []);
  const start = orders.findIndex(({ id }) => id === before) + 1;
  await request?.answer(200, { success: true, data: orders.slice(start, start + Number(limit)), position });
}

async function shown(rig: Rig, query: OrdersQuery) {
  await rig.host.frame();
  const { data, error, isLoading } = query.getSnapshot();
  return { count: data?.orders.length, hasOlder: data?.hasOlder, error: error?.code, isLoading };
}

/** Live, with a page of so many orders shown. */
async function live(orders: readonly Order[]) {
  const rig = setUp();
  const query = createOrdersQuery(rig.client);
  await settle();
  await answer(lists(rig).at(-1), orders);
  await rig.server.last.accept();
  await rig.server.last.send(greeting({ resume: "complete", position: "e:1" }));
  return { rig, stream: rig.server.last, query };
}

it.each([
  [0, 0, false],
  [50, 50, false],
  [51, 50, true],
])("of %i orders it shows %i, and knows whether there are older ones", async (count, shows, hasOlder) => {
  const { rig, query } = await live(ordersDown(count));
  expect(await shown(rig, query)).toMatchObject({ count: shows, hasOlder });
  expect(asked(rig)).toEqual([{ limit: "51" }]);
});

it("shows a page more each time, asking for no more at a time than a page may hold, until the end", async () => {
  const orders = ordersDown(230);
  const { rig, query } = await live(orders);
  for (const [count, hasOlder] of [
    [100, true],
    [150, true],
    [200, true],
    [230, false],
  ] as const) {
    const loaded = query.loadOlder();
    await settle();
    while ((await shown(rig, query)).isLoading) await answer(lists(rig).at(-1), orders);
    await loaded;
    expect(await shown(rig, query)).toMatchObject({ count, hasOlder });
  }
  expect(asked(rig)).toEqual([
    { limit: "51" },
    { limit: "101" },
    { limit: "151" },
    { limit: "200" },
    { limit: "1", before: "o31" },
    { limit: "200" },
    { limit: "51", before: "o31" },
  ]);
  expect(query.getSnapshot().data?.orders).toEqual(orders);
});

it("C1.2: what changes while older orders are on their way is in them", async () => {
  const orders = ordersDown(60);
  const { rig, stream, query } = await live(orders);
  const loaded = query.loadOlder();
  await settle();
  await stream.send(orderUpdate(2, { order_id: "o3", order_status: "Delivered" }));
  await answer(lists(rig).at(-1), orders);
  await loaded;
  await rig.host.frame();
  const { data } = query.getSnapshot();
  expect(data?.orders.find(({ id }) => id === "o3")).toMatchObject({ order_status: "Delivered", revision: 2 });
  expect(data?.orders).toHaveLength(60);
});

it("C25.2: the position is the first page's, which was read before all others' rows (D5.1)", async () => {
  const orders = ordersDown(300);
  const { rig, stream, query } = await live(orders);
  for (let page = 0; page < 3; page += 1) {
    const loaded = query.loadOlder();
    await settle();
    while ((await shown(rig, query)).isLoading) await answer(lists(rig).at(-1), orders);
    await loaded;
  }
  const reloaded = query.reload();
  await settle();
  await answer(lists(rig).at(-1), orders, "e:7");
  await answer(lists(rig).at(-1), orders, "e:9");
  await reloaded;
  await stream.drop();
  await rig.host.advance(5_000);
  await rig.server.last.accept();
  await rig.server.last.send(greeting({ resume: "gap", position: "e:7" }));
  // The snapshot is from just there: nothing was missed, and nothing is asked for again.
  expect(await shown(rig, query)).toMatchObject({ isLoading: false });
});

it("a reload shows no fewer than there were, also of orders that came since", async () => {
  const { rig, query } = await live(ordersDown(60));
  for (let index = 1; index <= 3; index += 1) {
    query.update((history) => ({ ...history, orders: [...ordersDown(60 + index).slice(0, 1), ...history.orders] }));
  }
  const reloaded = query.reload();
  await settle();
  await answer(lists(rig).at(-1), ordersDown(63));
  await reloaded;
  expect(await shown(rig, query)).toMatchObject({ count: 53, hasOlder: true });
});

it("older orders that could not be had are tried again, and what is shown stays", async () => {
  const orders = ordersDown(60);
  const { rig, query } = await live(orders);
  const loaded = query.loadOlder();
  await settle();
  await lists(rig)
    .at(-1)
    ?.answer(503, { success: false, errors: ["later"] });
  await loaded;
  expect(await shown(rig, query)).toMatchObject({ count: 50, hasOlder: true, error: "http" });
  await rig.host.advance(5_000);
  await answer(lists(rig).at(-1), orders);
  expect(await shown(rig, query)).toMatchObject({ count: 60, hasOlder: false, error: undefined });
});

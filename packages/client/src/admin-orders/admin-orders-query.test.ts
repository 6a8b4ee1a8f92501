import { type AdminOrder, adminOrdersStream, recentOrders, sampleAdminOrders } from "@tidings/contracts/admin";
import { expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import type { FakeRequest, FakeServer } from "../testing/fake-server.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";
import { createAdminOrdersQuery } from "./admin-orders-query.ts";
import { applyOrderUpdate, mergeAdminOrder } from "./reduce-admin-orders.ts";

const [first] = sampleAdminOrders;
const fields = { connectionId: "c-1", heartbeatMs: 30_000, position: "e:1", resume: "complete" };
const greeting = { data: JSON.stringify({ type: "connected", ...fields }) };

const all = (server: FakeServer, path: string) => server.requests.filter(({ url }) => url.pathname === path);
const loads = (server: FakeServer) => all(server, recentOrders.path);
const opens = (server: FakeServer) => all(server, adminOrdersStream.path);
const answer = (request: FakeRequest | undefined, orders: readonly AdminOrder[], position = "e:1") =>
  request?.answer(200, { success: true, data: orders, position });

async function start() {
  const rig = setUp();
  const query = createAdminOrdersQuery(rig.client);
  await settle();
  await answer(loads(rig.server).at(-1), [first]);
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
  expect(query.getSnapshot().data?.map(({ id, status }) => [id, status])).toEqual([
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
  expect(loads(server)).toHaveLength(1);
  await host.advance(5_000);
  expect(loads(server)).toHaveLength(2);
  await answer(loads(server).at(-1), [{ ...first, status: "CONFIRMED", revision: 2 }], "e:2");
  await host.frame();
  expect(query.getSnapshot().data?.[0]?.status).toBe("CONFIRMED");
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
  expect(loads(server)).toHaveLength(1);
});

it("C12: closing while it polls leaves nothing behind", async () => {
  const rig = await start();
  await rig.latest()?.answer(404, { success: false, errors: ["nothing here"] });
  await rig.host.advance(5_000);
  rig.query.close();
  rig.client.close();
  await settle();
  expect(leftovers(rig)).toEqual(nothing);
});

it("D6: old news changes nothing, and an update of an unknown order is undefined", () => {
  const update = { ...first, status: "DELIVERED", revision: 1 } as const;
  expect(applyOrderUpdate([first], update)).toEqual([first]);
  expect(applyOrderUpdate([], update)).toBeUndefined();
  expect(mergeAdminOrder([first], first)).toEqual([first]);
});

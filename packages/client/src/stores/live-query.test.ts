import { ordersStream, sampleOrders } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { createOrdersQuery } from "../orders/orders-query.ts";
import { mergeOrder, type OrderHistory } from "../orders/reduce-orders.ts";
import { settle } from "../testing/fake-host.ts";
import { answer, latest, live, orderAt, paths, show } from "../testing/live-orders.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";
import { createLiveQuery } from "./live-query.ts";

describe("C1: snapshot, then stream", () => {
  it("C1.1: loads first and streams from the snapshot's position", async () => {
    const rig = setUp();
    const query = createOrdersQuery(rig.client);
    expect(await show(rig, query)).toEqual({ revisions: undefined, status: "loading", error: undefined });
    expect(paths(rig.server)).toEqual(["/"]);
    await answer(rig.server.last, [orderAt(1)], "e:1");
    expect(await show(rig, query)).toEqual({ revisions: [1], status: "ready", error: undefined });
    expect(paths(rig.server)).toEqual(["/", "/stream"]);
    expect(rig.server.last.headers.get("last-event-id")).toBe("e:1");
    await rig.server.last.accept();
    await rig.server.last.send(greeting({ resume: "complete", position: "e:2" }), orderUpdate(2));
    expect(await show(rig, query)).toMatchObject({ revisions: [2] });
    expect(paths(rig.server)).toEqual(["/", "/stream"]);
  });

  it("C1.2: on a stream that runs, applies what came while it loaded", async () => {
    const rig = setUp();
    rig.client.open(ordersStream);
    await settle();
    await rig.server.last.accept();
    await rig.server.last.send(greeting({ position: "e:1" }));
    const query = createOrdersQuery(rig.client);
    await settle();
    await latest(rig.server, "stream").send(orderUpdate(3));
    await answer(latest(rig.server, "list"), [orderAt(2)], "e:2");
    expect(await show(rig, query)).toMatchObject({ revisions: [3] });
    expect(paths(rig.server)).toEqual(["/stream", "/"]);
  });

  it("ignores old news: a snapshot may hold an event already", async () => {
    const rig = await live();
    await rig.server.last.send(orderUpdate(3), orderUpdate(2));
    expect(await show(rig, rig.query)).toMatchObject({ revisions: [3] });
  });

  it.each([
    ["loads again when a stream that was connecting began later than the snapshot", "e:5", 2],
    ["but not when it began just there", "e:4", 1],
  ])("%s", async (_title, position, loads) => {
    const rig = setUp();
    rig.client.open(ordersStream);
    await settle();
    const query = createOrdersQuery(rig.client);
    await settle();
    await latest(rig.server, "stream").accept();
    await latest(rig.server, "stream").send(greeting({ position }));
    await answer(latest(rig.server, "list"), [orderAt(4)], "e:4");
    await settle();
    expect(paths(rig.server).filter((path) => path === "/")).toHaveLength(loads);
    if (loads === 2) await answer(latest(rig.server, "list"), [orderAt(5)], "e:5");
    expect(await show(rig, query)).toMatchObject({ status: "ready", revisions: [loads === 2 ? 5 : 4] });
  });

  it.each([
    ["that comes before another holder's started the stream", "e:1", undefined],
    ["that comes after", undefined, "e:1"],
  ])("C1.3: a snapshot %s, further on, is loaded again", async (_when, before, after) => {
    const rig = setUp();
    const early = createOrdersQuery(rig.client);
    const late = createOrdersQuery(rig.client);
    await settle();
    const [first = rig.server.last, second = rig.server.last] = rig.server.requests;
    // Read one event apart; the older one starts nothing, for it bears no position or comes too late.
    if (before !== undefined) await answer(first, [orderAt(1)]);
    await answer(second, [orderAt(2)], "e:2");
    if (after !== undefined) await answer(first, [orderAt(1)], after);
    await latest(rig.server, "stream").accept();
    await latest(rig.server, "stream").send(greeting({ resume: "complete", position: "e:2" }));
    expect(paths(rig.server).filter((path) => path === "/")).toHaveLength(3);
    await answer(latest(rig.server, "list"), [orderAt(2)], "e:2");
    expect(await show(rig, early)).toMatchObject({ revisions: [2] });
    expect(await show(rig, late)).toMatchObject({ revisions: [2] });
  });

  it("D4.4, C1.4: loads again after a gap, shows what it has meanwhile, and says that it reloaded", async () => {
    const rig = await live();
    await rig.server.last.drop();
    await rig.host.advance(1_000);
    await rig.server.last.accept();
    await rig.server.last.send(greeting({ resume: "gap", position: "f:9" }));
    expect(await show(rig, rig.query)).toMatchObject({ revisions: [1], status: "ready" });
    expect(rig.query.stream.getSnapshot().freshness).toBe("catching-up");
    await latest(rig.server, "stream").send({ ...orderUpdate(9), id: "f:10" });
    await answer(latest(rig.server, "list"), [orderAt(8)], "f:9");
    expect(await show(rig, rig.query)).toMatchObject({ revisions: [9] });
    expect(rig.query.stream.getSnapshot().freshness).toBe("reloaded");
  });

  it("C1.4: a gap in the middle of a load costs another load", async () => {
    const rig = await live();
    void rig.query.reload();
    await settle();
    await latest(rig.server, "stream").drop();
    await rig.host.advance(1_000);
    await latest(rig.server, "stream").accept();
    await latest(rig.server, "stream").send(greeting({ resume: "gap", position: "f:9" }));
    await answer(latest(rig.server, "list"), [orderAt(2)], "e:2");
    expect(rig.query.stream.getSnapshot().freshness).toBe("catching-up");
    await answer(latest(rig.server, "list"), [orderAt(9)], "f:9");
    expect(await show(rig, rig.query)).toMatchObject({ revisions: [9] });
    expect(paths(rig.server).filter((path) => path === "/")).toHaveLength(3);
  });

  it("loads again for an event about what it does not hold, once for many", async () => {
    const rig = await live();
    await rig.server.last.send(orderUpdate(2, { order_id: "new-1" }), orderUpdate(3, { order_id: "new-2" }));
    expect(paths(rig.server)).toEqual(["/", "/stream", "/"]);
    await latest(rig.server, "stream").send(orderUpdate(4, { order_id: "new-3" }));
    await answer(rig.server.last, [orderAt(1), { ...orderAt(2), id: "new-1" }, { ...orderAt(3), id: "new-2" }], "e:3");
    expect(paths(rig.server)).toEqual(["/", "/stream", "/", "/"]);
    await answer(rig.server.last, [orderAt(1), { ...orderAt(4), id: "new-3" }], "e:4");
    expect(await show(rig, rig.query)).toMatchObject({ revisions: [1, 4] });
    expect(paths(rig.server)).toHaveLength(4);
  });
});

describe("C1: loads that overlap", () => {
  it("an order that the load under way brings costs no other", async () => {
    const rig = await live();
    void rig.query.reload();
    await settle();
    await latest(rig.server, "stream").send(orderUpdate(2, { order_id: "new" }));
    await answer(latest(rig.server, "list"), [orderAt(1), { ...orderAt(2), id: "new" }], "e:2");
    expect(await show(rig, rig.query)).toMatchObject({ revisions: [1, 2] });
    expect(paths(rig.server)).toEqual(["/", "/stream", "/"]);
  });

  it("an older load that does not heed its signal is ignored", async () => {
    const rig = setUp();
    const loads: PromiseWithResolvers<{ data: number }>[] = [];
    const query = createLiveQuery({
      client: rig.client,
      stream: ordersStream,
      load: () => {
        const load = Promise.withResolvers<{ data: number }>();
        loads.push(load);
        return load.promise;
      },
      apply: {},
    });
    void query.reload();
    loads[1]?.resolve({ data: 2 });
    await settle();
    loads[0]?.resolve({ data: 1 });
    await settle();
    await rig.host.frame();
    expect(query.getSnapshot()).toMatchObject({ data: 2, isLoading: false });
  });
});

describe("changes of one's own", () => {
  it("an overlay lies over the state until it is taken off, also over events", async () => {
    const rig = await live();
    const takeOff = rig.query.overlay((history) => ({
      ...history,
      orders: history.orders.map((order) => ({ ...order, order_status: "Cancelled" })),
    }));
    await rig.host.frame();
    expect(rig.query.getSnapshot().data?.orders[0]?.order_status).toBe("Cancelled");
    await rig.server.last.send(orderUpdate(2, { order_status: "Preparing" }));
    await rig.host.frame();
    expect(rig.query.getSnapshot().data?.orders[0]).toMatchObject({ order_status: "Cancelled", revision: 2 });
    takeOff();
    takeOff();
    await rig.host.frame();
    expect(rig.query.getSnapshot().data?.orders[0]?.order_status).toBe("Preparing");
  });

  it("an update stays, also over a load that was under way", async () => {
    const rig = await live();
    const reloaded = rig.query.reload();
    await settle();
    rig.query.update((history) => mergeOrder(history, orderAt(2)));
    await answer(latest(rig.server, "list"), [orderAt(1)], "e:1");
    await reloaded;
    expect(await show(rig, rig.query)).toMatchObject({ revisions: [2] });
  });

  it("an update stays", async () => {
    const rig = await live();
    rig.query.update((history) => mergeOrder(history, { ...orderAt(1), id: "mine" }));
    await rig.host.frame();
    expect(rig.query.getSnapshot().data?.orders.map(({ id }) => id)).toEqual(["mine", sampleOrders[0].id]);
  });

  it("C14.2: a reducer that throws is reported and changes nothing", async () => {
    const rig = await live();
    rig.query.update(() => {
      throw new Error("mine");
    });
    expect(await show(rig, rig.query)).toMatchObject({ revisions: [1] });
    expect(rig.problems.map(({ code }) => code)).toEqual(["listener_failed"]);
  });
});

describe("C15 and C12: telling and closing", () => {
  it("tells once a frame, with the same snapshot until then", async () => {
    const rig = await live();
    await rig.host.frame();
    let told = 0;
    const stop = rig.query.subscribe(() => {
      told += 1;
    });
    const before = rig.query.getSnapshot();
    await rig.server.last.send(orderUpdate(2), orderUpdate(3), orderUpdate(4));
    expect(rig.query.getSnapshot()).toBe(before);
    await rig.host.frame();
    expect([told, rig.query.getSnapshot().data?.orders[0]?.revision]).toEqual([1, 4]);
    stop();
    await rig.server.last.send(orderUpdate(5));
    await rig.host.frame();
    expect(told).toBe(1);
  });

  it.each([
    [
      "while loading",
      async () => {
        const rig = setUp({ lingerMs: 0 });
        const query = createOrdersQuery(rig.client);
        await settle();
        return { ...rig, query };
      },
    ],
    ["while live", () => live({ lingerMs: 0 })],
    [
      "while waiting to load again",
      async () => {
        const rig = setUp({ lingerMs: 0 });
        const query = createOrdersQuery(rig.client);
        await settle();
        await rig.server.last.drop();
        return { ...rig, query };
      },
    ],
  ])("leaves nothing behind %s", async (_when, begin) => {
    const rig = await begin();
    rig.query.close();
    rig.query.close();
    await rig.host.advance(0);
    expect(leftovers(rig)).toEqual(nothing);
    const { length } = rig.server.requests;
    await rig.query.reload();
    expect(rig.server.requests).toHaveLength(length);
  });
});

describe("C41: a query that goes on from one that was closed", () => {
  const initial: OrderHistory = { orders: [orderAt(1)], hasOlder: false };

  it("shows what that had, ready and loading, and then what was loaded", async () => {
    const rig = setUp();
    const query = createOrdersQuery(rig.client, { initial: { data: initial } });
    expect(query.getSnapshot()).toEqual({ data: initial, status: "ready", error: undefined, isLoading: true });
    await settle();
    expect(paths(rig.server)).toEqual(["/"]);
    await answer(rig.server.last, [orderAt(4)], "e:4");
    expect(await show(rig, query)).toEqual({ revisions: [4], status: "ready", error: undefined });
    expect(query.getSnapshot().isLoading).toBe(false);
    expect(rig.server.last.headers.get("last-event-id")).toBe("e:4");
  });

  it("C41.2: keeps it when the load is refused, and is never live with it", async () => {
    const rig = setUp();
    const query = createOrdersQuery(rig.client, { initial: { data: initial } });
    await settle();
    await rig.server.last.answer(403, { success: false, errors: ["no"] });
    expect(await show(rig, query)).toEqual({ revisions: [1], status: "ready", error: "http" });
    await latest(rig.server, "stream").accept();
    await latest(rig.server, "stream").send(greeting({ resume: "none", position: "e:9" }));
    await rig.host.frame();
    expect(query.stream.getSnapshot().freshness).not.toBe("live");
  });

  it("on a stream that runs, loads although the stream goes on", async () => {
    const rig = setUp();
    rig.client.open(ordersStream);
    await settle();
    await rig.server.last.accept();
    await rig.server.last.send(greeting({ resume: "complete", position: "e:5" }));
    const query = createOrdersQuery(rig.client, { initial: { data: initial } });
    await settle();
    await latest(rig.server, "stream").send(orderUpdate(6));
    await answer(latest(rig.server, "list"), [orderAt(5)], "e:5");
    expect(await show(rig, query)).toMatchObject({ revisions: [6] });
    await rig.host.advance(250);
    expect(query.stream.getSnapshot().freshness).toBe("live");
  });

  it("leaves nothing behind when it is closed before it loaded", async () => {
    const rig = setUp();
    const query = createOrdersQuery(rig.client, { initial: { data: initial } });
    await settle();
    query.close();
    await rig.host.advance(2_000);
    expect(leftovers(rig)).toEqual(nothing);
  });
});

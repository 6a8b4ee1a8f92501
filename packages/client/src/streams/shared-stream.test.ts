import { defineEvent, defineStream } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { settle } from "../testing/fake-host.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";

async function openOrders() {
  const rig = setUp();
  const stream = rig.client.open(ordersStream);
  const seen: string[] = [];
  stream.onAny(({ event, id }) => seen.push(`${event} ${id}`.trimEnd()));
  await settle();
  await rig.server.last.accept();
  return { ...rig, stream, seen };
}

async function openNotifications() {
  const rig = setUp();
  const stream = rig.client.open(notificationsStream);
  const seen: unknown[] = [];
  stream.onAny(({ event, data, id }) => seen.push([event, data, id]));
  await settle();
  await rig.server.last.accept();
  return { ...rig, stream, seen };
}

describe("C9.1: validation", () => {
  it.each([
    ["a payload that breaks the contract", orderUpdate(1, { order_status: "Lost" }), "invalid_event"],
    ["a payload that is no JSON", { event: "order_status_update", id: "e:1", data: "{" }, "invalid_event"],
    ["a name that the contract lacks", { event: "order_deleted", data: "{}" }, "unknown_event"],
    ["a name out of Object.prototype", { event: "toString", data: "{}" }, "unknown_event"],
    ["an event without a name", { data: "{}" }, "unknown_event"],
  ])("drops and reports %s, and goes on", async (_what, event, code) => {
    const { server, seen, problems } = await openOrders();
    await server.last.send(greeting(), event, orderUpdate(2));
    expect(seen).toEqual(["connected", "order_status_update e:2"]);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]).toMatchObject({ subject: "orders", event: event.event ?? "message" });
  });

  it("says of a payload that is no JSON that it is none", async () => {
    const { server, problems } = await openOrders();
    await server.last.send(greeting(), { event: "order_status_update", id: "e:1", data: "{" });
    expect(problems[0]?.message).toContain("not JSON");
  });

  it("takes a greeting that breaks the contract for a connection all the same", async () => {
    const { server, seen, problems, stream, host } = await openOrders();
    await server.last.drop();
    await host.advance(1_000);
    await server.last.accept();
    await server.last.send({ event: "connected", data: '{"message":"hello"}' }, orderUpdate(1));
    expect(stream.getSnapshot()).toMatchObject({ state: "open", attempt: 0 });
    expect([seen, problems.map(({ code }) => code)]).toEqual([["order_status_update e:1"], ["invalid_event"]]);
  });

  it("takes custom events where the stream does", async () => {
    const { server, seen, problems } = await openNotifications();
    await server.last.send(
      { event: "announcement", id: "e:1", data: '{"message":"New feature released!"}' },
      { event: "error", id: "e:2", data: '{"error":"x"}' },
      { event: "progress", data: '{"operationId":"o","progress":50}' },
      { event: "fleeting", data: "1" },
    );
    expect(seen).toEqual([
      ["announcement", { message: "New feature released!" }, "e:1"],
      ["error", { error: "x" }, "e:2"],
      ["progress", { operationId: "o", progress: 50 }, ""],
      ["fleeting", 1, ""],
    ]);
    expect(problems).toEqual([]);
  });

  it("calls the greeting connected also where the wire does not name it", async () => {
    const sample = { type: "connected", connectionId: "c", heartbeatMs: 1, position: "e:1", resume: "none" } as const;
    const stream = defineStream({
      name: "admin",
      path: "/api/admin/stream",
      access: "admin",
      greeting: { name: "message", fields: { type: z.literal("connected") } },
      events: { moved: defineEvent({ schema: z.object({}) }) },
    });
    const { client, server } = setUp();
    const opened = client.open(stream);
    const types: string[] = [];
    opened.on("connected", ({ data }) => types.push(data.type));
    await settle();
    await server.last.accept();
    await server.last.send({ data: JSON.stringify(sample) });
    expect(types).toEqual(["connected"]);
    expect(opened.getSnapshot()).toMatchObject({ connectionId: "c", resume: "none", freshness: "live" });
  });
});

describe("C13.1: once and in order", () => {
  it("C13.2: gives a custom event no id that the greeting or a dropped event bore before it", async () => {
    const { server, seen } = await openNotifications();
    await server.last.send(
      {
        ...greeting(),
        id: "e:5",
        data: JSON.stringify({ clientId: "c", timestamp: 1, ...JSON.parse(greeting().data ?? "") }),
      },
      { event: "fleeting", data: "1" },
      { event: "success", id: "e:6", data: "{}" },
      { event: "fleeting", data: "2" },
    );
    expect(seen.slice(1)).toEqual([
      ["fleeting", 1, ""],
      ["fleeting", 2, ""],
    ]);
  });

  it("C13.1: drops an event that comes twice, in a replay or on one connection", async () => {
    const { server, host, seen } = await openOrders();
    await server.last.send(greeting(), orderUpdate(1), orderUpdate(2), orderUpdate(2));
    await server.last.drop();
    await host.advance(1_000);
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:3" }), orderUpdate(2), orderUpdate(3));
    expect(seen).toEqual([
      "connected",
      "order_status_update e:1",
      "order_status_update e:2",
      "connected",
      "order_status_update e:3",
    ]);
  });

  it("C13.2: hands on every event without an id, although the wire repeats the last one", async () => {
    const { server, seen } = await openNotifications();
    await server.last.send({ event: "system", id: "e:1", data: '{"message":"x","level":"info"}' });
    for (const progress of [1, 2]) {
      await server.last.send({ event: "progress", data: JSON.stringify({ operationId: "o", progress }) });
      await server.last.send({ event: "custom", data: "0" });
    }
    expect(seen).toHaveLength(5);
  });
});

describe("C10: freshness of a stream", () => {
  it("catches up after a drop, marks what was missed, then is live", async () => {
    const { server, host, stream } = await openOrders();
    const replayed: boolean[] = [];
    stream.on("order_status_update", (event) => replayed.push(event.replayed));
    await server.last.send(greeting(), orderUpdate(1));
    await server.last.drop();
    await host.advance(1_000);
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:3" }), orderUpdate(2));
    expect(stream.getSnapshot()).toMatchObject({ freshness: "catching-up", resume: "complete" });
    await server.last.send(orderUpdate(3), orderUpdate(4));
    expect(stream.getSnapshot().freshness).toBe("live");
    expect(replayed).toEqual([false, true, true, false]);
  });

  it("is live at once when nothing was missed", async () => {
    const { server, host, stream } = await openOrders();
    await server.last.send(greeting(), orderUpdate(1));
    await server.last.drop();
    await host.advance(1_000);
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }));
    expect(stream.getSnapshot().freshness).toBe("live");
  });
});

describe("C14.1: listeners", () => {
  it("a throwing one is reported and starves nobody", async () => {
    const { server, seen, stream, problems } = await openOrders();
    stream.on("order_status_update", () => {
      throw new Error("mine");
    });
    stream.subscribe(() => {
      throw new Error("mine too");
    });
    const late: string[] = [];
    stream.on("order_status_update", ({ id }) => late.push(id));
    await server.last.send(greeting(), orderUpdate(1), orderUpdate(2));
    expect([seen.length, late]).toEqual([3, ["e:1", "e:2"]]);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["listener_failed"]));
    expect(problems.some(({ cause }) => cause instanceof Error && cause.message === "mine")).toBe(true);
  });

  it("one that leaves during an event hears no more, one that comes hears the next", async () => {
    const { server, stream } = await openOrders();
    const log: string[] = [];
    stream.on("order_status_update", ({ id }) => {
      log.push(`first ${id}`);
      stopSecond();
      stream.on("order_status_update", (event) => log.push(`third ${event.id}`));
    });
    const stopSecond = stream.on("order_status_update", ({ id }) => log.push(`second ${id}`));
    await server.last.send(greeting(), orderUpdate(1));
    expect(log).toEqual(["first e:1"]);
    stopSecond();
    await server.last.send(orderUpdate(2));
    expect(log).toEqual(["first e:1", "first e:2", "third e:2"]);
  });

  it("C12.2: nothing is delivered after close, not even from the same chunk", async () => {
    const rig = await openOrders();
    rig.stream.on("order_status_update", () => rig.client.close());
    const late: string[] = [];
    rig.stream.on("order_status_update", ({ id }) => late.push(id));
    await rig.server.last.send(greeting(), orderUpdate(1), orderUpdate(2));
    expect([rig.seen, late]).toEqual([["connected", "order_status_update e:1"], []]);
    expect(leftovers(rig)).toEqual(nothing);
  });
});

describe("C15: status", () => {
  it("is the same object until something changed, and tells of new events once a frame", async () => {
    const { server, host, stream } = await openOrders();
    await server.last.send(greeting());
    await host.frame();
    let changes = 0;
    stream.subscribe(() => {
      changes += 1;
    });
    const before = stream.getSnapshot();
    await server.last.send(orderUpdate(1), orderUpdate(2), orderUpdate(3));
    expect(stream.getSnapshot()).toBe(before);
    await host.frame();
    expect(changes).toBe(1);
    expect(stream.getSnapshot().lastEventAt).toBe(host.now());
  });
});

it("C12.1: a stream that is closed on hearing its greeting leaves nothing behind", async () => {
  for (const resume of ["none", "gap", "complete"] as const) {
    const rig = setUp();
    const stream = rig.client.open(ordersStream);
    stream.on("connected", () => rig.client.close());
    await rig.host.advance(0);
    await rig.server.last.accept();
    await rig.server.last.send(greeting({ resume, position: "e:9" }), orderUpdate(9));
    expect(leftovers(rig)).toEqual(nothing);
  }
});

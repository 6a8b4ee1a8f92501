import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import type { WireEvent } from "@tidings/wire";
import { expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { openNativeOrders } from "../testing/open-native-orders.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";
import type { Transport, TransportHandlers } from "./transport.ts";
import { unpackBatches } from "./unpack-batches.ts";

/** Events as a server puts them together: the last id is the batch's. */
function batchOf(...events: WireEvent[]): WireEvent {
  const entries = events.map(({ event, id, data = "" }) => ({ event, id, data: JSON.parse(data) }));
  return { event: "batch", id: events.findLast(({ id }) => id)?.id, data: JSON.stringify(entries) };
}

async function openOrders(batch = true) {
  const rig = setUp();
  const stream = rig.client.open(ordersStream, { batch });
  const seen: string[] = [];
  stream.onAny(({ event, id }) => seen.push(`${event} ${id}`.trimEnd()));
  await settle();
  await rig.server.last.accept();
  await rig.server.last.send(greeting());
  return { ...rig, stream, seen };
}

it("C24.1: asks for batches in the address, and delivers what is in one like events by themselves", async () => {
  const { server, seen, problems } = await openOrders();
  expect(server.last.url.search).toBe("?batch=true");
  await server.last.send(
    batchOf(orderUpdate(1), orderUpdate(2)),
    orderUpdate(3),
    batchOf(orderUpdate(4), orderUpdate(5)),
  );
  const all = ["connected", ...[1, 2, 3, 4, 5].map((at) => `order_status_update e:${at}`)];
  expect([seen, problems]).toEqual([all, []]);
});

it("C24.3: who asks and who does not have a connection each", async () => {
  const { client, server } = await openOrders();
  client.open(ordersStream);
  client.open(ordersStream, { batch: true });
  await settle();
  expect(server.requests.map(({ url }) => url.search)).toEqual(["?batch=true", ""]);
});

it("C24.1, C13.1: an event seen before is delivered once, in whatever batch it comes again", async () => {
  const { server, seen } = await openOrders();
  await server.last.send(
    batchOf(orderUpdate(1), orderUpdate(2)),
    batchOf(orderUpdate(2), orderUpdate(3)),
    orderUpdate(3),
  );
  expect(seen).toEqual(["connected", "order_status_update e:1", "order_status_update e:2", "order_status_update e:3"]);
});

it("C24.1, C9.1: what breaks its contract is dropped and reported, and the rest of the batch delivered", async () => {
  const { server, seen, problems } = await openOrders();
  const broken = orderUpdate(2, { order_status: "Lost" });
  const unknown = { event: "order_deleted", id: "e:3", data: "{}" };
  const nested = { event: "batch", id: "e:4", data: "[]" };
  await server.last.send(batchOf(orderUpdate(1), broken, unknown, nested, orderUpdate(5)));
  expect(seen).toEqual(["connected", "order_status_update e:1", "order_status_update e:5"]);
  expect(problems.map(({ code, event }) => [code, event])).toEqual([
    ["invalid_event", "order_status_update"],
    ["unknown_event", "order_deleted"],
    ["unknown_event", "batch"],
  ]);
});

it.each(["{", "{}", "[1]", '[{"data":1}]'])("C24.2, C9.1: a batch that is none is reported: %s", async (data) => {
  const { server, host, seen, problems } = await openOrders();
  await server.last.send({ event: "batch", id: "e:1", data }, { event: "order_status_update", data: "{}" });
  await server.last.drop();
  await host.advance(1_000);
  expect(server.last.headers.get("last-event-id")).toBe("e:1");
  await server.last.accept();
  await server.last.send(orderUpdate(2));
  expect(seen).toEqual(["connected", "order_status_update e:2"]);
  expect(problems.map(({ code, event }) => [code, event])).toEqual([
    ["invalid_event", "batch"],
    ["invalid_event", "order_status_update"],
  ]);
});

it("C24.3: whoever did not ask knows no batches", async () => {
  const { server, seen, problems } = await openOrders(false);
  expect(server.last.url.search).toBe("");
  await server.last.send(batchOf(orderUpdate(1), orderUpdate(2)));
  expect([seen, problems.map(({ code }) => code)]).toEqual([["connected"], ["unknown_event"]]);
});

it("C24.1: custom events keep their ids, and those without have none", async () => {
  const { client, server, problems } = setUp();
  const seen: unknown[] = [];
  client.open(notificationsStream, { batch: true }).onAny(({ event, data, id }) => seen.push([event, data, id]));
  await settle();
  await server.last.accept();
  const custom = (event: string, id?: string) => ({ event, id, data: "1" });
  await server.last.send(batchOf(custom("stored", "e:1"), custom("fleeting"), custom("stored", "e:2")));
  await server.last.send(batchOf(custom("fleeting"), custom("fleeting")), custom("fleeting"), custom("stored", "e:3"));
  expect(seen).toEqual([
    ["stored", 1, "e:1"],
    ["fleeting", 1, ""],
    ["stored", 1, "e:2"],
    ["fleeting", 1, ""],
    ["fleeting", 1, ""],
    ["fleeting", 1, ""],
    ["stored", 1, "e:3"],
  ]);
  expect(problems).toEqual([]);
});

it("C24.1: a listener that reconnects in the middle of a batch resumes after what it has heard", async () => {
  const { stream, server, seen } = await openOrders();
  stream.on("order_status_update", ({ id }) => {
    if (id === "e:1") stream.reconnect();
  });
  await server.last.send(batchOf(orderUpdate(1), orderUpdate(2)));
  expect(seen).toEqual(["connected", "order_status_update e:1"]);
  expect(server.last.headers.get("last-event-id")).toBe("e:1");
});

it("C24.1, C12.2: nothing is delivered after close, not even from the same batch", async () => {
  const rig = await openOrders();
  rig.stream.on("order_status_update", () => rig.client.close());
  await rig.server.last.send(batchOf(orderUpdate(1), orderUpdate(2), { event: "unknown", data: "1" }));
  expect(rig.seen).toEqual(["connected", "order_status_update e:1"]);
  expect([leftovers(rig), rig.problems]).toEqual([nothing, []]);
});

it("C24.1: over native EventSource too", async () => {
  const { client, source, seen } = await openNativeOrders({ batch: true });
  expect(source.url).toBe("/api/orders/stream?batch=true");
  const { data = "", id } = batchOf(orderUpdate(1), orderUpdate(2));
  source.says("batch", data, id);
  expect(seen).toEqual(["connected", "order_status_update e:1", "order_status_update e:2"]);
  client.close();
});

it("C24.2: says nothing more once it is closed, and where a broken batch stood", () => {
  const said: string[] = [];
  let handlers: TransportHandlers | undefined;
  const plain: Transport = {
    seesHeartbeats: true,
    open(_resume, given) {
      handlers = given;
      return { close: () => said.push("closed") };
    },
  };
  const transport = unpackBatches(plain, "orders", ({ code }) => said.push(code));
  const connection = transport.open(
    { lastEventId: "e:1", fromSnapshot: false },
    {
      onOpen() {},
      onActivity() {},
      onEvent({ type, lastEventId }) {
        said.push(`${type} ${lastEventId}`);
        if (lastEventId === "e:4") connection.close();
      },
      onId: (id) => said.push(`id ${id}`),
      onRetry() {},
      onEnd() {},
    },
  );
  const send = (data: string, lastEventId: string) => handlers?.onEvent({ type: "batch", data, lastEventId });
  send("[", "e:2");
  send('[{"event":"a","data":1},{"event":"b","id":"e:3","data":1}]', "e:3");
  send('[{"event":"a","id":"e:4","data":1},{"event":"b","id":"e:5","data":1}]', "e:5");
  expect(said).toEqual(["invalid_event", "id e:2", "a e:2", "b e:3", "a e:4", "closed"]);
});

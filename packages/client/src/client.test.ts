import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { createAdminOrdersQuery } from "./admin-orders/index.ts";
import { createClient } from "./client.ts";
import { createFakeHost, settle } from "./testing/fake-host.ts";
import { createFakeServer } from "./testing/fake-server.ts";
import { greeting, orderUpdate } from "./testing/sample-events.ts";
import { leftovers, nothing, setUp } from "./testing/set-up.ts";

describe("C11: sharing", () => {
  it("C11.1: one connection for all holders of a stream and query, however it is written", async () => {
    const { client, server } = setUp();
    client.open(notificationsStream, { query: { userId: "u", page: "a" } });
    client.open(notificationsStream, { query: { page: "a", userId: "u" } });
    client.open(notificationsStream, { query: { userId: "v", page: "a" } });
    client.open(notificationsStream, { query: { page: "a", userId: "u" }, backoff: { maxAttempts: 1 } });
    await settle();
    expect(server.requests.map(({ url }) => url.search)).toEqual([
      "?page=a&userId=u",
      "?page=a&userId=v",
      "?page=a&userId=u",
    ]);
  });

  it("C11.1: each holder has its own listeners; the last one's leaving ends it a second later", async () => {
    const rig = setUp();
    const [first, second] = [rig.client.open(ordersStream), rig.client.open(ordersStream)];
    const log: string[] = [];
    first.onAny(({ id }) => log.push(`first ${id}`));
    second.onAny(({ id }) => log.push(`second ${id}`));
    await settle();
    await rig.server.last.accept();
    first.close();
    first.close();
    await rig.server.last.send(orderUpdate(1));
    expect(log).toEqual(["second e:1"]);
    second.close();
    await rig.host.advance(999);
    expect(rig.server.last.aborted).toBe(false);
    await rig.host.advance(1);
    expect(rig.server.last.aborted).toBe(true);
    expect(leftovers(rig)).toEqual(nothing);
  });

  it("who comes back within that second finds the connection open", async () => {
    const { client, host, server } = setUp();
    client.open(ordersStream).close();
    client.open(ordersStream);
    await host.advance(10_000);
    expect(server.requests).toHaveLength(1);
    expect(server.last.aborted).toBe(false);
  });

  it("C11.2: a stream nobody waited for never connects", async () => {
    const { client, host, server } = setUp({ lingerMs: 0 });
    client.open(ordersStream, { connect: false }).close();
    await host.advance(10_000);
    expect(server.requests).toHaveLength(0);
  });

  it("C11.2: waits for a holder that is loading a snapshot, and starts from its position", async () => {
    const { client, server } = setUp();
    client.open(ordersStream);
    const loading = client.open(ordersStream, { connect: false });
    await settle();
    expect(server.requests).toHaveLength(0);
    loading.connect("e:7");
    await settle();
    expect(server.requests).toHaveLength(1);
    expect(server.last.headers.get("last-event-id")).toBe("e:7");
    expect(server.last.url.searchParams.get("lastEventId")).toBe("e:7");
  });

  it("waits no longer when that holder leaves", async () => {
    const { client, server } = setUp();
    client.open(ordersStream);
    const loading = client.open(ordersStream, { connect: false });
    await settle();
    loading.close();
    await settle();
    expect(server.requests).toHaveLength(1);
  });

  it("a handle that was closed does nothing", async () => {
    const rig = setUp({ lingerMs: 0 });
    const stream = rig.client.open(ordersStream, { connect: false });
    stream.close();
    await rig.host.advance(0);
    stream.connect();
    stream.reconnect();
    stream.onAny(() => {});
    stream.subscribe(() => {});
    stream.beginReload()();
    await settle();
    expect(rig.server.requests).toHaveLength(0);
    expect(leftovers(rig)).toEqual(nothing);
  });
});

describe("options", () => {
  it("puts baseUrl before every path, with or without its final slash", async () => {
    const server = createFakeServer();
    const client = createClient({ baseUrl: "http://localhost:8000/", host: createFakeHost(server.fetch) });
    client.open(ordersStream);
    await settle();
    expect(server.last.url.href).toBe("http://localhost:8000/api/orders/stream");
  });

  it("refuses a query that the contract refuses", () => {
    const { client } = setUp();
    expect(() => client.open(notificationsStream, { query: { userId: 7 as unknown as string } })).toThrow(
      expect.objectContaining({ code: "invalid_query" }),
    );
  });

  it("is over after close", async () => {
    const { client } = setUp();
    client.close();
    expect(() => client.open(ordersStream)).toThrow(expect.objectContaining({ code: "closed" }));
  });

  it("hands listeners' errors to the host when nobody asks for problems, and never throws itself", async () => {
    const server = createFakeServer();
    const host = createFakeHost(server.fetch);
    const client = createClient({ host });
    const error = new Error("mine");
    client.open(ordersStream).onAny(() => {
      throw error;
    });
    await settle();
    await server.last.accept();
    await server.last.send(greeting(), { event: "unknown", data: "1" });
    expect(host.reported).toEqual([error]);
  });

  it("tells the host when onProblem itself throws", async () => {
    const server = createFakeServer();
    const host = createFakeHost(server.fetch);
    const error = new Error("onProblem");
    const client = createClient({
      host,
      onProblem: () => {
        throw error;
      },
    });
    client.open(ordersStream);
    await settle();
    await server.last.accept();
    await server.last.send({ event: "unknown", data: "1" });
    expect(host.reported).toEqual([error]);
  });
});

it("C12: using closes a client, a stream, and a query with all that was built upon it", async () => {
  const { server, ...rig } = setUp();
  {
    using client = rig.client;
    using orders = createAdminOrdersQuery(client);
    using stream = client.open(ordersStream);
    await settle();
    expect([orders.getSnapshot().status, stream.getSnapshot().state]).toEqual(["loading", "connecting"]);
  }
  await settle();
  expect(leftovers({ host: rig.host, server })).toEqual(nothing);
});

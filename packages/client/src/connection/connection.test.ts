import { describe, expect, it } from "vitest";
import { createFakeHost, settle } from "../testing/fake-host.ts";
import { createFakeServer } from "../testing/fake-server.ts";
import { connectOrders as connect, openOrders as open } from "../testing/open-orders.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { leftovers, nothing } from "../testing/set-up.ts";
import { createFetchTransport } from "../transport/fetch.ts";
import { strictBackoff } from "./backoff.ts";
import { createConnection } from "./connection.ts";

describe("answers", () => {
  it("goes from connecting to open on the headers", async () => {
    const { server, states, stream } = await open();
    expect(stream.getSnapshot().state).toBe("connecting");
    await server.last.accept();
    expect(states).toEqual(["connecting", "open"]);
  });

  it("C3.2: 204 stops for good", async () => {
    const rig = await open();
    await rig.server.last.answer(204);
    await rig.host.advance(120_000);
    expect(rig.server.requests).toHaveLength(1);
    expect(rig.stream.getSnapshot()).toMatchObject({ state: "closed", error: { code: "stopped", status: 204 } });
    rig.client.close();
    expect(leftovers(rig)).toEqual(nothing);
  });

  it.each([400, 403, 404, 410, 299])("C3.2: %i closes with the server's words", async (status) => {
    const { server, host, stream } = await open();
    await server.last.answer(status, { success: false, errors: ["No such stream"] });
    await host.advance(120_000);
    expect(server.requests).toHaveLength(1);
    expect(stream.getSnapshot()).toMatchObject({
      state: "closed",
      error: { code: "http", status, reason: "No such stream", errors: ["No such stream"] },
    });
  });

  it("C3.2: a page instead of a stream closes and says so", async () => {
    const { server, stream } = await open();
    await server.last.answer(200, "<html>");
    expect(stream.getSnapshot()).toMatchObject({ state: "closed", error: { code: "wrong_type" } });
  });
});

it("what ended a connection is told with what the browser threw", async () => {
  const { server, host, stream } = await open();
  await server.last.drop();
  expect(stream.getSnapshot().error).toMatchObject({
    code: "network",
    message: "the server could not be reached, or the connection broke",
    cause: new TypeError("fetch failed"),
  });
  await host.advance(1_000);
  await server.last.accept();
  await server.last.sendText(`data: ${"x".repeat(16 * 1024 * 1024 + 1)}`);
  expect(stream.getSnapshot().error).toMatchObject({
    code: "event_too_long",
    cause: { name: "WireError", code: "event_too_long" },
  });
});

describe("C5: 401", () => {
  const refusal = { success: false, errors: ["Not authorized, token failed"] };

  it("C5.1: asks for a fresh token once and comes back with it", async () => {
    const { server, states, stream } = await open({ auth: { token: () => "old", refresh: async () => "fresh" } });
    expect(server.last.headers.get("authorization")).toBe("Bearer old");
    await server.last.answer(401, refusal);
    expect(server.requests).toHaveLength(2);
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh");
    await server.last.accept();
    expect(states).toEqual(["connecting", "reconnecting", "open"]);
    expect(stream.getSnapshot().error).toBeUndefined();
  });

  it("C5.1: closes on a second 401, and when there is no fresh token", async () => {
    const twice = await open({ auth: { token: () => "old", refresh: async () => "fresh" } });
    await twice.server.last.answer(401, refusal);
    await twice.server.last.answer(401, refusal);
    await twice.host.advance(120_000);
    expect(twice.server.requests).toHaveLength(2);
    expect(twice.stream.getSnapshot()).toMatchObject({
      state: "closed",
      error: { status: 401, errors: refusal.errors },
    });
    const none = await open();
    await none.server.last.answer(401, refusal);
    expect(none.stream.getSnapshot().state).toBe("closed");
  });

  it("may refresh again after a connection that was greeted", async () => {
    let refreshes = 0;
    const { server, host } = await open({
      auth: {
        refresh: async () => {
          refreshes += 1;
          return `fresh-${refreshes}`;
        },
      },
    });
    await server.last.answer(401, refusal);
    await server.last.accept();
    await server.last.send(greeting());
    await server.last.end();
    await host.advance(1_000);
    await server.last.answer(401, refusal);
    expect(refreshes).toBe(2);
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh-2");
  });

  it("C5.2: goes on trying when a refresh could not find out, and may refresh again after a wait", async () => {
    let online = false;
    const { server, host, stream } = await open({
      auth: {
        refresh: async () => {
          if (!online) throw new TypeError("fetch failed");
          return "fresh";
        },
      },
    });
    await server.last.answer(401, refusal);
    expect(stream.getSnapshot()).toMatchObject({ state: "reconnecting", attempt: 1, error: { code: "network" } });
    online = true;
    await host.advance(1_000);
    await server.last.answer(401, refusal);
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh");
    await server.last.drop();
    await host.advance(2_000);
    await server.last.answer(401, refusal);
    expect(stream.getSnapshot().state).toBe("reconnecting");
    expect(server.requests).toHaveLength(5);
  });

  it("C12.1: a refresh that ends after close starts nothing", async () => {
    const refresh = Promise.withResolvers<string>();
    const rig = await open({ auth: { refresh: () => refresh.promise } });
    await rig.server.last.answer(401, refusal);
    rig.client.close();
    refresh.resolve("late");
    await rig.host.advance(60_000);
    expect(rig.server.requests).toHaveLength(1);
    expect(leftovers(rig)).toEqual(nothing);
  });
});

describe("C14.2: the machine by itself", () => {
  it("reports what its listeners throw, and goes on", async () => {
    const server = createFakeServer();
    const host = createFakeHost(server.fetch);
    const heard: string[] = [];
    const connection = createConnection({
      host,
      transport: createFetchTransport({ host, url: "/", credentials: "omit", token: async () => undefined }),
      backoff: strictBackoff,
      strict: true,
      refresh: async () => false,
      onChange({ state }) {
        heard.push(state);
        throw new Error("from onChange");
      },
      onEvent({ data }) {
        heard.push(data);
        throw new Error("from onEvent");
      },
    });
    connection.start();
    await settle();
    await server.last.accept();
    await server.last.sendText("data: a\n\ndata: b\n\n");
    expect(heard).toEqual(["connecting", "open", "a", "b"]);
    expect(host.reported).toHaveLength(4);
    connection.close();
    expect(leftovers({ host, server })).toEqual(nothing);
  });
});

describe("C4: strict", () => {
  it.each([401, 429, 500, 503])("C4.1: %i closes for good", async (status) => {
    const { server, host, stream } = await open({ strict: true, auth: { refresh: async () => "fresh" } });
    await server.last.answer(status, undefined, { "retry-after": "1" });
    await host.advance(60_000);
    expect(server.requests).toHaveLength(1);
    expect(stream.getSnapshot().state).toBe("closed");
  });

  it("C4.2: waits a few seconds until the stream says otherwise", async () => {
    const { server, host } = await open({ strict: true });
    for (let attempt = 2; attempt < 5; attempt += 1) {
      await server.last.drop();
      await host.advance(2_999);
      expect(server.requests).toHaveLength(attempt - 1);
      await host.advance(1);
      expect(server.requests).toHaveLength(attempt);
    }
  });

  it("C4.2, C4.3: waits the same time before every attempt, and trusts a silent connection", async () => {
    const { server, host } = await open({ strict: true, backoff: { jitter: "full" } });
    host.setRandom(0);
    await server.last.accept();
    await server.last.sendText("retry: 400\n\n");
    await host.advance(600_000);
    for (let attempt = 2; attempt < 6; attempt += 1) {
      await server.last.drop();
      await host.advance(399);
      expect(server.requests).toHaveLength(attempt - 1);
      await host.advance(1);
      expect(server.requests).toHaveLength(attempt);
    }
  });
});

describe("C12.1: closing", () => {
  it.each([
    ["while connecting", async () => open()],
    ["while open", async () => connect()],
    [
      "while waiting",
      async () => {
        const rig = await open();
        await rig.server.last.drop();
        return rig;
      },
    ],
    [
      "while offline",
      async () => {
        const rig = await connect();
        await rig.host.signal("offline");
        return rig;
      },
    ],
  ])("leaves nothing behind %s", async (_when, begin) => {
    const rig = await begin();
    const { length } = rig.server.requests;
    rig.client.close();
    rig.client.close();
    await settle();
    expect(leftovers(rig)).toEqual(nothing);
    await rig.host.advance(120_000);
    expect(rig.server.requests).toHaveLength(length);
    expect(rig.stream.getSnapshot().state).toBe("closed");
  });

  it("reconnecting as often as one likes leaves no listener of the page behind", async () => {
    const rig = await connect();
    for (let times = 0; times < 3; times += 1) {
      rig.stream.reconnect();
      await settle();
    }
    rig.client.close();
    await settle();
    expect(leftovers(rig)).toEqual(nothing);
  });

  it("C8.4: brought back by hand after a refusal, it follows the page again", async () => {
    const rig = await open();
    await rig.server.last.answer(403);
    expect(rig.stream.getSnapshot().state).toBe("closed");
    rig.stream.reconnect();
    await settle();
    await rig.server.last.accept();
    await rig.host.signal("offline");
    expect(rig.stream.getSnapshot().state).toBe("offline");
    rig.client.close();
  });

  it("closing on hearing of an error cancels the attempt", async () => {
    const rig = await connect();
    rig.stream.subscribe(() => {
      if (rig.stream.getSnapshot().error !== undefined) rig.client.close();
    });
    await rig.server.last.drop();
    await rig.host.advance(120_000);
    expect(rig.server.requests).toHaveLength(1);
    expect(leftovers(rig)).toEqual(nothing);
  });

  it("reconnecting from a listener leaves one connection", async () => {
    const rig = await connect();
    rig.stream.on("order_status_update", () => rig.stream.reconnect());
    await rig.server.last.send(orderUpdate(1), orderUpdate(2));
    expect(rig.server.requests.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(rig.server.last.headers.get("last-event-id")).toBe("e:1");
  });
});

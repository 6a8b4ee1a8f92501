import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { strictBackoff } from "./backoff.ts";
import type { ClientOptions } from "./client.ts";
import { createConnection } from "./connection.ts";
import { createLiveQuery } from "./live-query.ts";
import { createFakeHost, settle } from "./testing/fake-host.ts";
import { createFakeServer } from "./testing/fake-server.ts";
import { greeting, orderUpdate } from "./testing/sample-events.ts";
import { leftovers, nothing, setUp } from "./testing/set-up.ts";
import { createFetchTransport } from "./transport/fetch.ts";

async function open(options: Omit<ClientOptions, "host"> = {}) {
  const rig = setUp(options);
  const stream = rig.client.open(ordersStream);
  const states: string[] = [];
  stream.subscribe(() => {
    const { state } = stream.getStatus();
    if (states.at(-1) !== state) states.push(state);
  });
  await settle();
  return { ...rig, stream, states };
}

/** Open and greeted. */
async function connect(options: Omit<ClientOptions, "host"> = {}, fields: Parameters<typeof greeting>[0] = {}) {
  const rig = await open(options);
  await rig.server.last.accept();
  await rig.server.last.send(greeting(fields));
  return rig;
}

describe("answers", () => {
  it("goes from connecting to open on the headers", async () => {
    const { server, states, stream } = await open();
    expect(stream.getStatus().state).toBe("connecting");
    await server.last.accept();
    expect(states).toEqual(["connecting", "open"]);
  });

  it("C3: 204 stops for good", async () => {
    const rig = await open();
    await rig.server.last.answer(204);
    await rig.host.advance(120_000);
    expect(rig.server.requests).toHaveLength(1);
    expect(rig.stream.getStatus()).toMatchObject({ state: "closed", error: { code: "stopped", status: 204 } });
    rig.client.close();
    expect(leftovers(rig)).toEqual(nothing);
  });

  it.each([400, 403, 404, 410, 299])("C3: %i closes with the server's words", async (status) => {
    const { server, host, stream } = await open();
    await server.last.answer(status, { success: false, errors: ["No such stream"] });
    await host.advance(120_000);
    expect(server.requests).toHaveLength(1);
    expect(stream.getStatus()).toMatchObject({
      state: "closed",
      error: { code: "http", status, message: "No such stream", errors: ["No such stream"] },
    });
  });

  it("C3: a page instead of a stream closes and says so", async () => {
    const { server, stream } = await open();
    await server.last.answer(200, "<html>");
    expect(stream.getStatus()).toMatchObject({ state: "closed", error: { code: "wrong_type" } });
  });
});

describe("C5: 401", () => {
  const refusal = { success: false, errors: ["Not authorized, token failed"] };

  it("asks for a fresh token once and comes back with it", async () => {
    const { server, states, stream } = await open({ auth: { token: () => "old", refresh: async () => "fresh" } });
    expect(server.last.headers.get("authorization")).toBe("Bearer old");
    await server.last.answer(401, refusal);
    expect(server.requests).toHaveLength(2);
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh");
    await server.last.accept();
    expect(states).toEqual(["connecting", "reconnecting", "open"]);
    expect(stream.getStatus().error).toBeUndefined();
  });

  it("closes on a second 401, and when there is no fresh token", async () => {
    const twice = await open({ auth: { token: () => "old", refresh: async () => "fresh" } });
    await twice.server.last.answer(401, refusal);
    await twice.server.last.answer(401, refusal);
    await twice.host.advance(120_000);
    expect(twice.server.requests).toHaveLength(2);
    expect(twice.stream.getStatus()).toMatchObject({ state: "closed", error: { status: 401, errors: refusal.errors } });
    const none = await open();
    await none.server.last.answer(401, refusal);
    expect(none.stream.getStatus().state).toBe("closed");
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

  it("goes on trying when a refresh could not find out, and may refresh again after a wait", async () => {
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
    expect(stream.getStatus()).toMatchObject({ state: "reconnecting", attempt: 1, error: { code: "network" } });
    online = true;
    await host.advance(1_000);
    await server.last.answer(401, refusal);
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh");
    await server.last.drop();
    await host.advance(2_000);
    await server.last.answer(401, refusal);
    expect(stream.getStatus().state).toBe("reconnecting");
    expect(server.requests).toHaveLength(5);
  });

  it("C12: a refresh that ends after close starts nothing", async () => {
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

describe("C6: coming back", () => {
  it("retries network failures, ends, 5xx and 429 with growing waits", async () => {
    const { server, host, stream } = await open();
    const starts: number[] = [];
    const begin = host.now();
    for (const fail of [
      () => server.last.drop(),
      () => server.last.answer(503),
      () => server.last.answer(429),
      () => server.last.accept().then(() => server.last.end()),
    ]) {
      await fail();
      const { state, attempt, retryAt } = stream.getStatus();
      expect(state).toBe("reconnecting");
      starts.push(attempt, (retryAt ?? 0) - host.now());
      await host.advance((retryAt ?? 0) - host.now());
    }
    expect(starts).toEqual([1, 1_000, 2, 2_000, 3, 4_000, 4, 8_000]);
    expect(host.now() - begin).toBe(15_000);
    expect(server.requests).toHaveLength(5);
  });

  it("starts over after a greeting, not after mere headers", async () => {
    const { server, host, stream } = await open();
    await server.last.drop();
    await host.advance(1_000);
    await server.last.accept();
    expect(stream.getStatus().attempt).toBe(1);
    await server.last.send(greeting());
    expect(stream.getStatus()).toMatchObject({ attempt: 0, error: undefined });
    await server.last.end();
    expect(stream.getStatus()).toMatchObject({ attempt: 1, error: { code: "ended" } });
  });

  it("draws the wait from the whole window", async () => {
    const { server, host, stream } = await open({ backoff: { jitter: "full" } });
    host.setRandom(0.25);
    await server.last.drop();
    expect(stream.getStatus().retryAt).toBe(host.now() + 250);
  });

  it("honours Retry-After and the stream's retry", async () => {
    const { server, host, stream } = await open();
    await server.last.answer(503, undefined, { "retry-after": "5" });
    expect(stream.getStatus().retryAt).toBe(host.now() + 6_000);
    await host.advance(6_000);
    await server.last.accept();
    await server.last.sendText("retry: 300\n\n");
    await server.last.send(greeting());
    await server.last.drop();
    expect(stream.getStatus().retryAt).toBe(host.now() + 300);
  });

  it("C8: a retry beyond a timer's range waits as long as a timer can", async () => {
    const { server, host, stream } = await connect();
    await server.last.sendText("retry: 99999999999\n\n");
    await server.last.end();
    expect(stream.getStatus().retryAt).toBe(host.now() + 2 ** 31 - 1);
    await host.advance(60_000);
    expect(server.requests).toHaveLength(1);
  });

  it("gives up after maxAttempts, and reconnect() starts afresh", async () => {
    const { server, host, stream } = await open({ backoff: { maxAttempts: 1 } });
    await server.last.drop();
    await host.advance(1_000);
    await server.last.drop();
    expect(stream.getStatus()).toMatchObject({ state: "closed", error: { code: "network" } });
    stream.reconnect();
    await settle();
    expect(server.requests).toHaveLength(3);
    await server.last.accept();
    expect(stream.getStatus().state).toBe("open");
  });

  it("an announced end is no failure: back when told, once, without blame", async () => {
    const { server, host, stream } = await connect();
    await server.last.send({ event: "ending", retry: 700, data: '{"reason":"drained"}' });
    await server.last.end();
    expect(stream.getStatus()).toMatchObject({ state: "reconnecting", attempt: 0, error: undefined });
    await host.advance(700);
    expect(server.requests).toHaveLength(2);
    await server.last.drop();
    expect(stream.getStatus().retryAt).toBe(host.now() + 1_000);
  });

  it("C5: refreshes a token that ran out before coming back", async () => {
    let refreshes = 0;
    const { server, host } = await connect({
      auth: {
        refresh: async () => {
          refreshes += 1;
          return "fresh";
        },
      },
    });
    await server.last.send({ event: "ending", retry: 100, data: '{"reason":"expired"}' });
    await server.last.end();
    await host.advance(100);
    expect(refreshes).toBe(1);
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh");
  });

  it("C5: waits for that fresh token, but not for one that never comes", async () => {
    const slow = Promise.withResolvers<string>();
    let refreshes = 0;
    const { server, host } = await connect({
      auth: {
        token: () => "old",
        refresh: () => {
          refreshes += 1;
          return refreshes === 1 ? slow.promise : new Promise<never>(() => {});
        },
      },
    });
    const farewell = { event: "ending", retry: 0, data: '{"reason":"expired"}' };
    await server.last.send(farewell);
    await server.last.end();
    await host.advance(1_000);
    expect(server.requests).toHaveLength(1);
    slow.resolve("fresh");
    await host.advance(0);
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh");
    await server.last.accept();
    await server.last.send(greeting(), farewell);
    await server.last.end();
    await host.advance(5_000);
    expect(server.requests).toHaveLength(3);
  });

  it("the wait of an announced end is forgotten when the end never comes", async () => {
    const { server, host, stream } = await connect();
    await server.last.send({ event: "ending", retry: 0, data: '{"reason":"paused"}' });
    await host.advance(75_000);
    expect(stream.getStatus()).toMatchObject({ attempt: 1, retryAt: host.now() + 1_000 });
  });
});

describe("resuming", () => {
  it("C13: carries the last id over, over connections without ids too, and forgets it when it is reset", async () => {
    const { server, host } = await open({ strict: true });
    const ids: (string | null)[] = [];
    for (const text of [
      "id: 1\ndata: a\n\ndata: b\n\n",
      "data: c\n\n",
      "id: 9\n\n",
      "id: 10\ndata: cut",
      "id\n\n",
      "",
    ]) {
      ids.push(server.last.headers.get("last-event-id"));
      await server.last.accept();
      await server.last.sendText(text);
      await server.last.end();
      await host.advance(3_000);
    }
    expect(ids).toEqual([null, "1", "1", "9", "9", null]);
  });

  it("adopts the position of a greeting that bears no id, unless missed events are yet to come", async () => {
    const { server, host } = await connect({}, { position: "e:5" });
    await server.last.end();
    await host.advance(1_000);
    expect(server.last.headers.get("last-event-id")).toBe("e:5");
    await server.last.accept();
    await server.last.send(greeting({ position: "e:9", resume: "complete" }));
    await server.last.drop();
    await host.advance(1_000);
    expect(server.last.headers.get("last-event-id")).toBe("e:5");
    await server.last.accept();
    await server.last.send(greeting({ position: "e:9", resume: "complete" }), orderUpdate(6));
    await server.last.drop();
    await host.advance(1_000);
    expect(server.last.headers.get("last-event-id")).toBe("e:6");
    await server.last.accept();
    await server.last.send(greeting({ position: "f:2", resume: "gap" }));
    await server.last.drop();
    await host.advance(1_000);
    expect(server.last.headers.get("last-event-id")).toBe("f:2");
  });
});

describe("C7: silence", () => {
  it("ends a connection that said nothing for 2.5 heartbeats, and comes back", async () => {
    const { server, host, stream } = await connect({}, { heartbeatMs: 1_000 });
    const [first] = server.requests;
    for (let beat = 0; beat < 5; beat += 1) {
      await host.advance(2_000);
      await server.last.heartbeat();
    }
    expect(server.requests).toHaveLength(1);
    await host.advance(2_500);
    expect(first?.aborted).toBe(true);
    expect(stream.getStatus()).toMatchObject({ state: "reconnecting", error: { code: "silent" } });
    await host.advance(1_000);
    expect(server.requests).toHaveLength(2);
  });

  it("waits 45 s for the headers and the greeting", async () => {
    const { server, host, stream } = await open();
    await host.advance(44_999);
    expect(server.last.aborted).toBe(false);
    await host.advance(1);
    expect(server.last.aborted).toBe(true);
    expect(stream.getStatus().error?.code).toBe("silent");
  });
});

describe("C8: sleep and network", () => {
  it("looks at the clock when the page is seen again", async () => {
    const { server, host } = await connect({}, { heartbeatMs: 1_000 });
    await host.signal("visible");
    expect(server.requests).toHaveLength(1);
    host.sleep(3_600_000);
    await host.signal("visible");
    expect(server.requests).toHaveLength(2);
  });

  it("starts a planned attempt whose time passed in sleep", async () => {
    const { server, host } = await open();
    await server.last.drop();
    await host.signal("visible");
    expect(server.requests).toHaveLength(1);
    host.sleep(2_000);
    await host.signal("visible");
    expect(server.requests).toHaveLength(2);
  });

  it("is offline without a network, and back at once with it", async () => {
    const { server, host, stream, states } = await connect();
    await host.signal("offline");
    expect(server.last.aborted).toBe(true);
    expect(stream.getStatus().state).toBe("offline");
    await host.signal("online");
    await server.last.accept();
    expect(states).toEqual(["connecting", "open", "offline", "reconnecting", "open"]);
  });

  it("tries every half minute although offline, for browsers that are wrong about it", async () => {
    const { server, host, stream } = await connect();
    await host.signal("offline");
    await host.advance(30_000);
    expect(server.requests).toHaveLength(2);
    await server.last.accept();
    expect(stream.getStatus().state).toBe("open");
  });

  it("lets go when the page is frozen and comes back with it", async () => {
    const { server, host } = await connect();
    await host.signal("freeze");
    expect(server.last.aborted).toBe(true);
    expect(host.pending.timers).toBeLessThanOrEqual(1);
    await host.signal("restore");
    expect(server.requests).toHaveLength(2);
  });

  it("stays away when it may not come back", async () => {
    const { host, stream } = await connect({ backoff: { maxAttempts: 0 } });
    await host.signal("offline");
    expect(stream.getStatus().state).toBe("closed");
  });
});

describe("C2: positions", () => {
  it.each(["\r", "\n", "\0"])("refuses %j wherever one is handed over", async (forbidden) => {
    const { client, host } = setUp();
    const from = `e:1${forbidden}X-Forged: 1`;
    const refusal = expect.objectContaining({ code: "invalid_position" });
    expect(() => client.open(ordersStream, { from })).toThrow(refusal);
    const stream = client.open(ordersStream, { connect: false });
    expect(() => stream.connect(from)).toThrow(refusal);
    stream.close();
    const query = createLiveQuery({
      client,
      stream: ordersStream,
      load: async () => ({ data: 1, position: from }),
      apply: {},
    });
    await host.advance(0);
    await host.frame();
    expect(query.getSnapshot()).toMatchObject({ status: "error", error: refusal });
    client.close();
  });

  it.each(["\r", "\n", "\0"])("does not adopt a greeting's position with %j", async (forbidden) => {
    const { server, host } = await connect({}, { position: `e:1${forbidden}X-Forged: 1` });
    await server.last.drop();
    await host.advance(1_000);
    expect(server.requests).toHaveLength(2);
    expect(server.last.headers.get("last-event-id")).toBeNull();
  });
});

describe("C14: the machine by itself", () => {
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
  it.each([401, 429, 500, 503])("%i closes for good", async (status) => {
    const { server, host, stream } = await open({ strict: true, auth: { refresh: async () => "fresh" } });
    await server.last.answer(status, undefined, { "retry-after": "1" });
    await host.advance(60_000);
    expect(server.requests).toHaveLength(1);
    expect(stream.getStatus().state).toBe("closed");
  });

  it("waits a few seconds until the stream says otherwise", async () => {
    const { server, host } = await open({ strict: true });
    for (let attempt = 2; attempt < 5; attempt += 1) {
      await server.last.drop();
      await host.advance(2_999);
      expect(server.requests).toHaveLength(attempt - 1);
      await host.advance(1);
      expect(server.requests).toHaveLength(attempt);
    }
  });

  it("waits the same time before every attempt, and trusts a silent connection", async () => {
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

describe("C12: closing", () => {
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
    expect(rig.stream.getStatus().state).toBe("closed");
  });

  it("closing on hearing of an error cancels the attempt", async () => {
    const rig = await connect();
    rig.stream.subscribe(() => {
      if (rig.stream.getStatus().error !== undefined) rig.client.close();
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

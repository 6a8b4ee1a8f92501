import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { createLiveQuery } from "./live-query.ts";
import { settle } from "./testing/fake-host.ts";
import { connectOrders as connect, openOrders as open } from "./testing/open-orders.ts";
import { greeting, orderUpdate } from "./testing/sample-events.ts";
import { setUp } from "./testing/set-up.ts";

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
    await server.last.send(greeting());
    await server.last.sendText("retry: 300\n\n");
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

  it("C6: comes back when the end itself says, whatever reconnection time is meant for a native EventSource", async () => {
    const { server, host, stream } = await connect();
    await server.last.send({ event: "ending", retry: 3_000, data: '{"reason":"drained","retryMs":70}' });
    await server.last.end();
    expect(stream.getStatus().retryAt).toBe(host.now() + 70);
  });

  it.each(['{"reason":"drained","retryMs":-1}', '{"reason":"drained","retryMs":"soon"}', "{"])(
    "C6: an end whose wait is none, %s, comes back after the stream's retry",
    async (data) => {
      const { server, host, stream } = await connect();
      await server.last.send({ event: "ending", retry: 500, data });
      await server.last.end();
      expect(stream.getStatus().retryAt).toBe(host.now() + 500);
    },
  );

  it("C6: the reconnection time that comes with a greeting changes nothing for this client", async () => {
    const { server, host, stream } = await connect();
    await server.last.send({ ...greeting(), retry: 3_500 });
    await server.last.drop();
    expect(stream.getStatus().retryAt).toBe(host.now() + 1_000);
  });

  it("C6: one that comes before a greeting of another make is the stream's", async () => {
    const { server, host, stream } = await open();
    await server.last.accept();
    await server.last.sendText("retry: 300\n\n");
    await server.last.send({ event: "connected", data: '{"message":"SSE connected"}' });
    await server.last.drop();
    expect(stream.getStatus().retryAt).toBe(host.now() + 300);
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

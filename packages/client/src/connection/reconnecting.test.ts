import { describe, expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import type { FakeServer } from "../testing/fake-server.ts";
import { connectOrders as connect, openOrders as open } from "../testing/open-orders.ts";
import { greeting } from "../testing/sample-events.ts";
import { leftovers, nothing } from "../testing/set-up.ts";

describe("C6: coming back", () => {
  it("C6.1: retries network failures, ends, 5xx and 429 with growing waits", async () => {
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
      const { state, attempt, retryAt } = stream.getSnapshot();
      expect(state).toBe("reconnecting");
      starts.push(attempt, (retryAt ?? 0) - host.now());
      await host.advance((retryAt ?? 0) - host.now());
    }
    expect(starts).toEqual([1, 1_000, 2, 2_000, 3, 4_000, 4, 8_000]);
    expect(host.now() - begin).toBe(15_000);
    expect(server.requests).toHaveLength(5);
  });

  it("C6.3: starts over after a connection that lasted, not after mere headers or a greeting", async () => {
    const { server, host, stream } = await open();
    await server.last.drop();
    await host.advance(1_000);
    await server.last.accept();
    expect(stream.getSnapshot().attempt).toBe(1);
    await server.last.send(greeting());
    expect(stream.getSnapshot()).toMatchObject({ attempt: 0, error: undefined });
    await host.advance(9_999);
    await server.last.end();
    expect(stream.getSnapshot()).toMatchObject({ attempt: 2, error: { code: "ended" } });
    await host.advance(2_000);
    await server.last.accept();
    await server.last.send(greeting());
    await host.advance(10_000);
    await server.last.end();
    expect(stream.getSnapshot()).toMatchObject({ attempt: 1, error: { code: "ended" } });
  });

  it("C6.3: a server that greets and drops is asked ever more rarely", async () => {
    const { server, host } = await open();
    const from = server.requests.length;
    const end = host.now() + 60_000;
    while (host.now() < end) {
      await server.last.accept();
      await server.last.send(greeting());
      await server.last.drop();
      const before = server.requests.length;
      while (server.requests.length === before) await host.advance(100);
    }
    expect(server.requests.length - from).toBeLessThan(8);
  });

  it("C6.6: a server that greets and announces an end, time and again, is not asked at once each time", async () => {
    const { server, host } = await open();
    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      await server.last.accept();
      await server.last.send(greeting(), { event: "ending", retry: 0, data: '{"reason":"drained"}' });
      await server.last.end();
      const [before, ended] = [server.requests.length, host.now()];
      while (server.requests.length === before) await host.advance(100);
      waits.push(host.now() - ended);
    }
    expect(waits).toEqual([100, 2_000, 4_000, 8_000]);
  });

  it("C6.3: a replay in parts goes on at once after each part, and not where a part brought nothing", async () => {
    const { server, host } = await open();
    const waits: number[] = [];
    for (const id of ["e:1", "e:2", "e:3", "e:4", "e:4", "e:4"]) {
      await server.last.accept();
      await server.last.send(greeting({ resume: "complete" }), {
        event: "ending",
        id,
        retry: 0,
        data: '{"reason":"paused","retryMs":0}',
      });
      await server.last.end();
      const [before, ended] = [server.requests.length, host.now()];
      while (server.requests.length === before) await host.advance(100);
      waits.push(host.now() - ended);
    }
    expect(waits).toEqual([100, 100, 100, 100, 100, 2_000]);
  });

  it("draws the wait from the whole window", async () => {
    const { server, host, stream } = await open({ backoff: { jitter: "full" } });
    host.setRandom(0.25);
    await server.last.drop();
    expect(stream.getSnapshot().retryAt).toBe(host.now() + 250);
  });

  it("honours Retry-After and the stream's retry", async () => {
    const { server, host, stream } = await open();
    await server.last.answer(503, undefined, { "retry-after": "5" });
    expect(stream.getSnapshot().retryAt).toBe(host.now() + 6_000);
    await host.advance(6_000);
    await server.last.accept();
    await server.last.send(greeting());
    await server.last.sendText("retry: 300\n\n");
    await host.advance(10_000);
    await server.last.drop();
    expect(stream.getSnapshot().retryAt).toBe(host.now() + 300);
  });

  it("C8.1: a retry beyond a timer's range waits as long as a timer can, where strict takes a server at its word", async () => {
    const { server, host, stream } = await connect({ strict: true });
    await server.last.sendText("retry: 99999999999\n\n");
    await server.last.end();
    expect(stream.getSnapshot().retryAt).toBe(host.now() + 2 ** 31 - 1);
    await host.advance(60_000);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["a retry", (server: FakeServer) => server.last.sendText("retry: 99999999999\n\n").then(() => server.last.end())],
    [
      "the wait of an announced end",
      (server: FakeServer) =>
        server.last
          .send({ event: "ending", retry: 2_147_483_647, data: '{"reason":"drained"}' })
          .then(() => server.last.end()),
    ],
  ])("C6.2: %s of years keeps the client away for five minutes", async (_what, end) => {
    const { server, host, stream } = await connect();
    await end(server);
    expect(stream.getSnapshot().retryAt).toBe(host.now() + 300_000);
    await host.advance(300_000);
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ["9999999999", {}, 301_000],
    // 1970-01-01T00:16:40Z is the time of the fake host.
    ["Thu, 01 Jan 1970 01:16:40 GMT", {}, 301_000],
    ["Thu, 01 Jan 1970 00:16:45 GMT", {}, 6_000],
    ["Sun, 29 Nov 2026 10:00:20 GMT", { date: "Sun, 29 Nov 2026 10:00:00 GMT" }, 21_000],
    ["Sun, 29 Nov 2026 10:00:20 GMT", { date: "yesterday" }, 301_000],
    ["Sun, 29 Nov 2026 10:00:20 GMT", { date: "Sun, 29 Nov 2026 10:00:30 GMT" }, 1_000],
  ])(
    "C6.2: Retry-After %j with %j is waited out for %i ms, whatever this machine's clock says",
    async (value, more, wait) => {
      const { server, host, stream } = await open();
      await server.last.answer(503, undefined, { "retry-after": value, ...more });
      expect(stream.getSnapshot().retryAt).toBe(host.now() + wait);
    },
  );

  it.each(["online", "restore"] as const)("C6.1: %s ends a long wait at once", async (signal) => {
    const { server, host } = await open();
    await server.last.answer(503, undefined, { "retry-after": "9999999999" });
    await host.signal(signal);
    expect(server.requests).toHaveLength(2);
  });

  it("C5.5: a refresh that never settles after a 401 is given up, and the stream tries again", async () => {
    let asked = 0;
    const { server, host, stream } = await open({
      auth: {
        refresh: () => {
          asked += 1;
          return asked === 1 ? new Promise<never>(() => {}) : Promise.resolve("fresh");
        },
      },
    });
    await server.last.answer(401);
    await host.advance(30_000);
    expect(stream.getSnapshot()).toMatchObject({ state: "reconnecting", error: { code: "network" } });
    await host.advance(1_000);
    await server.last.answer(401);
    await settle();
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh");
    stream.reconnect();
    expect(asked).toBe(2);
  });

  it.each(["visible", "online", "restore"] as const)(
    "C3.3: a login page in place of the stream closes it, and %s tries again",
    async (signal) => {
      const { server, host, stream, client } = await open();
      const portal = () => server.last.answer(200, "<html>", { "content-type": "text/html" });
      await portal();
      expect(stream.getSnapshot()).toMatchObject({ state: "closed", error: { code: "wrong_type" } });
      await host.signal("offline");
      expect([stream.getSnapshot().state, server.requests.length]).toEqual(["closed", 1]);
      await host.signal(signal);
      await portal();
      await host.signal(signal);
      await server.last.accept();
      await server.last.send(greeting());
      expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live", error: undefined });
      client.close();
      expect(leftovers({ host, server })).toEqual(nothing);
    },
  );

  it("C12.1: closed by a login page, it leaves nothing behind when it is closed for good", async () => {
    const { server, host, client } = await open();
    await server.last.answer(200, "<html>", { "content-type": "text/html" });
    client.close();
    expect(leftovers({ host, server })).toEqual(nothing);
  });

  it("gives up after maxAttempts, and reconnect() starts afresh", async () => {
    const { server, host, stream } = await open({ backoff: { maxAttempts: 1 } });
    await server.last.drop();
    await host.advance(1_000);
    await server.last.drop();
    expect(stream.getSnapshot()).toMatchObject({ state: "closed", error: { code: "network" } });
    stream.reconnect();
    await settle();
    expect(server.requests).toHaveLength(3);
    await server.last.accept();
    expect(stream.getSnapshot().state).toBe("open");
  });

  it("C6.5: an announced end is no failure: back when told, once, without blame", async () => {
    const { server, host, stream } = await connect();
    await server.last.send({ event: "ending", retry: 700, data: '{"reason":"drained"}' });
    await server.last.end();
    expect(stream.getSnapshot()).toMatchObject({ state: "reconnecting", attempt: 0, error: undefined });
    await host.advance(700);
    expect(server.requests).toHaveLength(2);
    await server.last.drop();
    expect(stream.getSnapshot().retryAt).toBe(host.now() + 1_000);
  });

  it("C6.5: refreshes a token that ran out before coming back", async () => {
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

  it("C6.5: waits for that fresh token, but not for one that never comes", async () => {
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
    await server.last.send(greeting());
    await host.advance(10_000);
    await server.last.send(farewell);
    await server.last.end();
    await host.advance(5_000);
    expect(server.requests).toHaveLength(3);
  });

  it("C6.5: comes back when the end itself says, whatever reconnection time is meant for a native EventSource", async () => {
    const { server, host, stream } = await connect();
    await server.last.send({ event: "ending", retry: 3_000, data: '{"reason":"drained","retryMs":70}' });
    await server.last.end();
    expect(stream.getSnapshot().retryAt).toBe(host.now() + 70);
  });

  it.each(['{"reason":"drained","retryMs":-1}', '{"reason":"drained","retryMs":"soon"}', "{"])(
    "C6.5: an end whose wait is none, %s, comes back after the stream's retry",
    async (data) => {
      const { server, host, stream } = await connect();
      await server.last.send({ event: "ending", retry: 500, data });
      await server.last.end();
      expect(stream.getSnapshot()).toMatchObject({ retryAt: host.now() + 500, attempt: 0, error: undefined });
    },
  );

  it("C6.4: the reconnection time that comes with a greeting changes nothing for this client", async () => {
    const { server, host, stream } = await connect();
    await server.last.send({ ...greeting(), retry: 3_500 });
    await server.last.drop();
    expect(stream.getSnapshot().retryAt).toBe(host.now() + 1_000);
  });

  it("C6.4: one that comes before a greeting of another make is the stream's", async () => {
    const { server, host, stream } = await open();
    await server.last.accept();
    await server.last.sendText("retry: 300\n\n");
    await server.last.send({ event: "connected", data: '{"message":"SSE connected"}' });
    await server.last.drop();
    expect(stream.getSnapshot().retryAt).toBe(host.now() + 300);
  });

  it("the wait of an announced end is forgotten when the end never comes", async () => {
    const { server, host, stream } = await connect();
    await server.last.send({ event: "ending", retry: 0, data: '{"reason":"paused"}' });
    await host.advance(75_000);
    expect(stream.getSnapshot()).toMatchObject({ attempt: 1, retryAt: host.now() + 1_000 });
  });
});

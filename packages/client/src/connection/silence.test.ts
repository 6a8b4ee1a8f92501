import { describe, expect, it } from "vitest";
import { openNativeOrders } from "../testing/open-native-orders.ts";
import { connectOrders as connect, openOrders as open } from "../testing/open-orders.ts";
import { greeting } from "../testing/sample-events.ts";

describe("C7: silence", () => {
  it("C7.1: ends a connection that said nothing for 2.5 heartbeats, and comes back", async () => {
    const { server, host, stream } = await connect({}, { heartbeatMs: 1_000 });
    const [first] = server.requests;
    for (let beat = 0; beat < 5; beat += 1) {
      await host.advance(2_000);
      await server.last.heartbeat();
    }
    expect(server.requests).toHaveLength(1);
    await host.advance(2_500);
    expect(first?.aborted).toBe(true);
    expect(stream.getSnapshot()).toMatchObject({ state: "reconnecting", error: { code: "silent" } });
    await host.advance(1_000);
    expect(server.requests).toHaveLength(2);
  });

  it("a heartbeat of 0 is none: such a stream is never taken for silent", async () => {
    const { server, host, stream } = await connect({}, { heartbeatMs: 0 });
    await host.advance(600_000);
    expect([server.requests.length, stream.getSnapshot().state]).toEqual([1, "open"]);
  });

  it("C7.1: waits 45 s for the headers and the greeting", async () => {
    const { server, host, stream } = await open();
    await host.advance(44_999);
    expect(server.last.aborted).toBe(false);
    await host.advance(1);
    expect(server.last.aborted).toBe(true);
    expect(stream.getSnapshot().error?.code).toBe("silent");
  });

  it("C10.2: headers whose body is kept back are not live, however often they come", async () => {
    const { server, host, stream } = await open();
    for (let round = 1; round <= 3; round += 1) {
      await server.last.accept();
      expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "unknown" });
      await host.advance(45_000);
      expect(stream.getSnapshot()).toMatchObject({ state: "reconnecting", error: { code: "silent" } });
      while (server.requests.length === round) await host.advance(1_000);
    }
    await server.last.accept();
    await server.last.send(greeting());
    expect(stream.getSnapshot().freshness).toBe("live");
  });

  it("C10.2: nor are they after a connection that was live", async () => {
    const { server, host, stream } = await connect();
    await server.last.drop();
    await host.advance(1_000);
    await server.last.accept();
    expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "catching-up" });
    await host.advance(2_000);
    expect(stream.getSnapshot().freshness).toBe("stale");
    await server.last.send(greeting());
    expect(stream.getSnapshot().freshness).toBe("live");
  });

  it("C7.2: a native EventSource that never greets is given up after 45 s, and a quiet one that did is not", async () => {
    const { host, stream, sources, source } = await openNativeOrders();
    await host.advance(600_000);
    expect([sources.length, stream.getSnapshot().freshness]).toEqual([1, "live"]);
    source.fails(0);
    await host.advance(1_000);
    sources[1]?.opens();
    await host.advance(45_000);
    expect(stream.getSnapshot()).toMatchObject({ state: "reconnecting", error: { code: "silent" } });
  });
});

describe("C8: sleep and network", () => {
  it("C8.3: a clock that is set back hides no silence, and one set forward makes none while bytes come", async () => {
    const { server, host, stream } = await connect({}, { heartbeatMs: 1_000 });
    host.setClock(-3_600_000);
    await host.advance(2_500);
    expect(stream.getSnapshot()).toMatchObject({ state: "reconnecting", error: { code: "silent" } });
    await host.advance(1_000);
    await server.last.accept();
    await server.last.send(greeting({ heartbeatMs: 1_000 }));
    host.setClock(3_600_000);
    await server.last.heartbeat();
    await host.advance(2_000);
    await host.signal("visible");
    expect(stream.getSnapshot().state).toBe("open");
    expect(server.requests).toHaveLength(2);
  });

  it("C8.2: looks at the clock when the page is seen again", async () => {
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

  it("C8.4: is offline without a network, and back at once with it", async () => {
    const { server, host, stream, states } = await connect();
    await host.signal("offline");
    expect(server.last.aborted).toBe(true);
    expect(stream.getSnapshot().state).toBe("offline");
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
    expect(stream.getSnapshot().state).toBe("open");
  });

  it("C8.4: lets go when the page is frozen and comes back with it", async () => {
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
    expect(stream.getSnapshot().state).toBe("closed");
  });
});

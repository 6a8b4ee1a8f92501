import { describe, expect, it } from "vitest";
import { connectOrders as connect, openOrders as open } from "./testing/open-orders.ts";

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

  it("a heartbeat of 0 is none: such a stream is never taken for silent", async () => {
    const { server, host, stream } = await connect({}, { heartbeatMs: 0 });
    await host.advance(600_000);
    expect([server.requests.length, stream.getStatus().state]).toEqual([1, "open"]);
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

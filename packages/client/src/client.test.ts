import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { createClient } from "./client.ts";
import { createFakeHost } from "./testing/fake-host.ts";
import { createFakeServer } from "./testing/fake-server.ts";
import { greeting, orderUpdate } from "./testing/sample-events.ts";

function setUp(options: Parameters<typeof createClient>[0] = {}) {
  const server = createFakeServer();
  const host = createFakeHost(server.fetch);
  const problems: unknown[] = [];
  const client = createClient({ host, onProblem: (problem) => problems.push(problem.code), ...options });
  return { server, host, client, problems };
}

describe("a stream from open to close", () => {
  it("delivers typed events and says it is live", async () => {
    const { server, host, client } = setUp();
    const stream = client.open(ordersStream);
    const seen: string[] = [];
    stream.on("order_status_update", ({ data, id }) => seen.push(`${id} ${data.order_status}`));
    await host.advance(0);
    await server.last.accept();
    await server.last.send(greeting(), orderUpdate(1), orderUpdate(2));
    expect(seen).toEqual(["e:1 Preparing", "e:2 Preparing"]);
    expect(stream.getStatus()).toMatchObject({ state: "open", freshness: "live", connectionId: "c-1" });
    stream.close();
    await host.advance(1_000);
    expect(server.last.aborted).toBe(true);
    expect(server.open).toBe(0);
    expect(host.pending).toEqual({ timers: 0, frames: 0, listeners: 0 });
  });
});

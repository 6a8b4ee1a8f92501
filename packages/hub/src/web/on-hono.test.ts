import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { createAdaptorServer } from "@hono/node-server";
import { ordersStream } from "@tidings/contracts/orders";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHub, type Hub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import type { ServeOptions } from "../serve/serve-options.ts";
import { TAKE_END_WITHIN_MS } from "../sink/end-deadline.ts";
import { describeEntry } from "../testing/describe-entry.ts";
import { serveStream } from "./serve-stream.ts";

async function start(hub: Hub, options: ServeOptions) {
  const app = new Hono().all("/", (context) => serveStream(hub, context.req.raw, options));
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

describeEntry("web, Hono on Node", start);

describe("a slow reader on Hono", () => {
  const topic = ordersStream.topic("ada");
  let hub: Hub;
  let app: Awaited<ReturnType<typeof start>>;

  beforeEach(async () => {
    hub = createHub({ log: createMemoryLog({ retention: { count: 10 } }), maxQueueBytes: 10_000 });
    app = await start(hub, { stream: ordersStream, topics: [topic], greeting: { message: "SSE connected" } });
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    await hub.close();
    await app.close();
  });

  /** Sends to a reader that takes nothing until the hub gives it up. */
  async function leaveBehind() {
    const socket = connect(Number(new URL(app.url).port), "127.0.0.1");
    socket.on("error", () => {});
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "readable");
    const data = { order_id: "o", order_code: "x".repeat(50_000), order_status: "Preparing", revision: 2 } as const;
    while (hub.countAll() > 0) {
      await hub.publish(topic, { event: "order_status_update", data });
      await new Promise((resolve) => setImmediate(resolve));
    }
    return socket;
  }

  it("D9.1: is given up without a word on the host's console, and reads a clean end if it goes on reading", async () => {
    const words = (["error", "warn", "info", "log"] as const).map((level) => vi.spyOn(console, level));
    const rest = await text(await leaveBehind());
    expect(rest).toMatch(/\n\n\r\n0\r\n\r\n$/);
    for (const spoken of words) expect(spoken).not.toHaveBeenCalled();
  });

  it("D16: is cut where it never does, which is no stack", async () => {
    const spoken = vi.spyOn(console, "error").mockReturnValue();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const socket = await leaveBehind();
      const closed = once(app.server, "close");
      app.server.close();
      await vi.advanceTimersByTimeAsync(TAKE_END_WITHIN_MS);
      await closed;
      socket.destroy();
    } finally {
      vi.useRealTimers();
      app = await start(hub, { stream: ordersStream, topics: [topic], greeting: { message: "SSE connected" } });
    }
    for (const [error] of spoken.mock.calls) expect((error as Error).stack).not.toContain("\n");
  });
});

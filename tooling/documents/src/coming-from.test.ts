import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchEventSource } from "@microsoft/fetch-event-source";
import { createClient } from "@tidings/client";
import { ordersStream } from "@tidings/contracts/orders";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { serveStream } from "@tidings/hub/node";
import { createSession } from "better-sse";
import { expect, it, onTestFinished, vi } from "vitest";

// "Coming from" says that servers and pages can move one after the other. The browser's own EventSource is tried in
// tooling/e2e.

const topic = ordersStream.topic("ada");
const data = { order_id: "o1", order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 2 } as const;
const status = { event: "order_status_update", data } as const;

it("fetch-event-source hears a Tidings server without a change", async () => {
  const hub = createHub({ log: createMemoryLog() });
  onTestFinished(() => hub.close());
  const baseUrl = await listening((request, response) => {
    serveStream(hub, request, response, {
      stream: ordersStream,
      topics: [topic],
      greeting: { message: "SSE connected" },
    });
  });
  // It asks for a page's globals.
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("document", { hidden: false, addEventListener: vi.fn(), removeEventListener: vi.fn() });
  onTestFinished(() => void vi.unstubAllGlobals());

  const leave = new AbortController();
  const heard = Promise.withResolvers<string>();
  const ended = fetchEventSource(`${baseUrl}/api/orders/stream`, {
    signal: leave.signal,
    fetch,
    onmessage({ event, data }) {
      if (event === "connected") void hub.publish(topic, status);
      if (event === "order_status_update") heard.resolve(data);
    },
    onerror(error) {
      heard.reject(error);
      throw error;
    },
  });
  expect(JSON.parse(await heard.promise)).toEqual(data);
  leave.abort();
  await ended;
});

it("createClient hears a server of better-sse whose events fit the contract, and drops what does not", async () => {
  const baseUrl = await listening(async (request, response) => {
    const session = await createSession(request, response);
    session.push({ order_id: 7 }, "order_status_update");
    session.push(data, "order_status_update");
  });
  const problems: string[] = [];
  const client = createClient({ baseUrl, onProblem: ({ code }) => problems.push(code) });
  onTestFinished(() => client.close());
  const heard = await new Promise((resolve) => {
    client.open(ordersStream).on("order_status_update", ({ data }) => resolve(data));
  });
  expect(heard).toEqual(data);
  expect(problems).toEqual(["invalid_event"]);
});

/** A server of this test's own. */
async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

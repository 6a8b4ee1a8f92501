import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { ordersStream } from "@tidings/contracts/orders";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createStreamServer, serveStream, shutdown } from "@tidings/hub/node";

/** A server of short streams that also takes POSTs. */
export interface ShortStreams extends AsyncDisposable {
  readonly url: string;
}

/** What came of it. */
export interface PooledResult {
  readonly streams: number;
  readonly posts: number;
  /** How many POSTs were answered with each status; 0 where there was no answer. */
  readonly statuses: Readonly<Record<number, number>>;
}

const READERS = 8;
const POSTERS = 8;

/** Serves streams that it ends as soon as they are greeted, and answers POSTs. */
export async function startShortStreams(): Promise<ShortStreams> {
  const hub = createHub({
    log: createMemoryLog(),
    onReport(report) {
      if (report.type === "opened") setImmediate(() => report.connection.end("paused", 0));
    },
  });
  const server = createStreamServer((request, response) => {
    if (request.method === "POST") request.resume().on("end", () => response.end("taken"));
    else {
      const greeting = { message: "SSE connected" } as const;
      serveStream(hub, request, response, { stream: ordersStream, topics: [], greeting });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => shutdown({ server, hub, withinMs: 0 }),
  };
}

/** Opens short streams one after the other, and POSTs beside them, through the proxy or server at the address. */
export async function loadThrough(url: string, posts: number): Promise<PooledResult> {
  const statuses: Record<number, number> = {};
  let streams = 0;
  let left = posts;

  async function read() {
    while (left > 0) {
      await fetch(`${url}/stream`).then(
        (response) => response.text(),
        () => "",
      );
      streams += 1;
    }
  }

  async function post() {
    while (left > 0) {
      left -= 1;
      const status = await fetch(url, { method: "POST", body: "{}" }).then(
        async (response) => {
          await response.text();
          return response.status;
        },
        () => 0,
      );
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }

  await Promise.all([...Array.from({ length: READERS }, read), ...Array.from({ length: POSTERS }, post)]);
  return { streams, posts, statuses };
}

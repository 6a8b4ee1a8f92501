import { sampleOrders } from "@tidings/contracts/orders";
import type { WireEvent } from "@tidings/wire";
import type { FakeRequest, FakeServer } from "./fake-server.ts";
import { greeting, orderUpdate } from "./sample-events.ts";

/** A server that keeps a log of one order's changes, over any number of fake connections. */
export interface LogOfOrders {
  readonly head: number;
  publish(): void;
  /** Forgets all but the newest. */
  trim(): void;
  /** Answers requests that wait: snapshots and streams. */
  serve(): Promise<void>;
  /** Sends each stream up to so many of the events that are due to it. */
  deliver(count: number): Promise<void>;
  heartbeat(): Promise<void>;
  /** Breaks every stream. */
  drop(): Promise<void>;
}

/** Numbers the events from 1 on; the log's position is `e:<number>`. */
export function createLogOfOrders(server: FakeServer): LogOfOrders {
  const streams = new Map<FakeRequest, WireEvent[]>();
  const answered = new Set<FakeRequest>();
  let head = 0;
  let oldest = 0;

  async function accept(request: FakeRequest): Promise<void> {
    const id = request.headers.get("last-event-id");
    const from = id === null ? undefined : Number(id.slice(2));
    const isGap = from !== undefined && from < oldest;
    const start = from === undefined || isGap ? head : from;
    const resume = from === undefined ? "none" : isGap ? "gap" : "complete";
    const due: WireEvent[] = [{ ...greeting({ resume, position: `e:${head}` }), id: `e:${start}` }];
    for (let position = start + 1; position <= head; position += 1) due.push(orderUpdate(position));
    streams.set(request, due);
    await request.accept();
  }

  function open(): [FakeRequest, WireEvent[]][] {
    return [...streams].filter(([request]) => !request.aborted);
  }

  return {
    get head() {
      return head;
    },
    publish() {
      head += 1;
      for (const [, due] of open()) due.push(orderUpdate(head));
    },
    trim() {
      oldest = head;
    },
    async serve() {
      for (const request of server.requests) {
        if (answered.has(request) || request.aborted) continue;
        answered.add(request);
        if (request.url.pathname.endsWith("/stream")) await accept(request);
        else {
          const data = [{ ...sampleOrders[0], revision: head }];
          await request.answer(200, { success: true, data, position: `e:${head}` });
        }
      }
    },
    async deliver(count) {
      for (const [request, due] of open()) await request.send(...due.splice(0, count));
    },
    async heartbeat() {
      for (const [request] of open()) await request.heartbeat();
    },
    async drop() {
      const broken = open();
      streams.clear();
      for (const [request] of broken) await request.drop();
    },
  };
}

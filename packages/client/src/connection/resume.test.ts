import { ordersStream, sampleOrders } from "@tidings/contracts/orders";
import { encodeEvent } from "@tidings/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOrdersQuery } from "../orders/orders-query.ts";
import { settle } from "../testing/fake-host.ts";
import type { FakeRequest } from "../testing/fake-server.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { leftovers, nothing, type Rig, setUp } from "../testing/set-up.ts";

/** What a badly behaved network and a busy server do, one step at a time. */
type Step =
  | { readonly do: "publish"; readonly count: number }
  /** Sends the bytes that are due up to some of them, cut anywhere. */
  | { readonly do: "deliver"; readonly bytes: number; readonly cuts: number }
  | { readonly do: "drop" }
  | { readonly do: "end" }
  | { readonly do: "refuse"; readonly status: number }
  | { readonly do: "sleep"; readonly ms: number }
  /** The next replay begins that many events too early: an at-least-once server. */
  | { readonly do: "repeat"; readonly count: number }
  /** Forgets all but the newest. */
  | { readonly do: "trim" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("publish" as const), count: fc.integer({ min: 1, max: 4 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      bytes: fc.integer({ min: 1, max: 900 }),
      cuts: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("drop" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refuse" as const), status: fc.constantFrom(503, 429, 500) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("sleep" as const), ms: fc.integer({ min: 1, max: 40_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("repeat" as const), count: fc.integer({ min: 1, max: 3 }) }) },
);
const steps = fc.array(step, { maxLength: 40 });
const stepsWithTrims = fc.array(
  fc.oneof({ weight: 14, arbitrary: step }, { weight: 1, arbitrary: fc.record({ do: fc.constant("trim" as const) }) }),
  { maxLength: 40 },
);

/** A server that keeps a log, over the fake network. Its answers go out byte by byte as the steps say. */
function createLogServer(rig: Rig) {
  let head = 0;
  let oldest = 0;
  let repeat = 0;
  let current: { readonly request: FakeRequest; due: string } | undefined;
  const answered = new Set<FakeRequest>();

  async function accept(request: FakeRequest): Promise<void> {
    const id = request.headers.get("last-event-id");
    const from = id === null ? undefined : Number(id.slice(2));
    const gap = from !== undefined && from < oldest;
    const start = from === undefined || gap ? head : Math.max(oldest, from - repeat);
    repeat = 0;
    const resume = from === undefined ? "none" : gap ? "gap" : "complete";
    let due = encodeEvent({
      ...greeting({ resume, position: `e:${head}` }),
      id: gap || from === undefined ? `e:${head}` : `e:${from}`,
    });
    for (let position = start + 1; position <= head; position += 1) due += encodeEvent(orderUpdate(position));
    current = { request, due };
    await request.accept();
  }

  return {
    get head() {
      return head;
    },
    publish() {
      head += 1;
      if (current !== undefined) current.due += encodeEvent(orderUpdate(head));
    },
    trim() {
      oldest = head;
    },
    repeat(count: number) {
      repeat = count;
    },
    async deliver(bytes: number, cuts: number) {
      if (current === undefined || current.request.aborted) return;
      const text = current.due.slice(0, bytes);
      current.due = current.due.slice(bytes);
      for (let at = 0; at < text.length; at += cuts) await current.request.sendText(text.slice(at, at + cuts));
    },
    async lose(how: "drop" | "end") {
      const lost = current;
      current = undefined;
      await lost?.request[how]();
    },
    /** Answers requests that wait: snapshots at once, streams by accepting or refusing them. */
    async serve(refusal?: number) {
      for (const request of rig.server.requests) {
        if (answered.has(request) || request.aborted) continue;
        answered.add(request);
        if (!request.url.pathname.endsWith("/stream")) {
          const data = [{ ...sampleOrders[0], revision: head }];
          await request.answer(200, { success: true, data, position: `e:${head}` });
        } else if (refusal === undefined) await accept(request);
        else await request.answer(refusal);
      }
    },
  };
}

async function play(rig: Rig, log: ReturnType<typeof createLogServer>, history: readonly Step[]): Promise<void> {
  for (const move of history) {
    if (move.do === "publish") for (let count = 0; count < move.count; count += 1) log.publish();
    if (move.do === "deliver") await log.deliver(move.bytes, move.cuts);
    if (move.do === "drop" || move.do === "end") await log.lose(move.do);
    if (move.do === "repeat") log.repeat(move.count);
    if (move.do === "trim") log.trim();
    if (move.do === "sleep") await rig.host.advance(move.ms);
    await log.serve(move.do === "refuse" ? move.status : undefined);
  }
  // In the end the network is kind: everything that is due arrives.
  for (let turn = 0; turn < 4; turn += 1) {
    await rig.host.advance(31_000);
    await log.serve();
    await log.deliver(Number.MAX_SAFE_INTEGER, 10_000);
  }
  await rig.host.frame();
}

describe("C13.1: whatever the network does", () => {
  it("every event arrives exactly once and in order", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const rig = setUp();
        const log = createLogServer(rig);
        const stream = rig.client.open(ordersStream, { from: "e:0" });
        const seen: number[] = [];
        stream.on("order_status_update", ({ data }) => seen.push(data.revision));
        await settle();
        await log.serve();
        await play(rig, log, history);
        expect(seen).toEqual(Array.from({ length: log.head }, (_, index) => index + 1));
        expect(rig.problems).toEqual([]);
        rig.client.close();
        await settle();
        expect(leftovers(rig)).toEqual(nothing);
      }),
      { numRuns: 150 },
    );
  });

  it("C1.4: a live query ends where the server is, also when the log forgets", async () => {
    await fc.assert(
      fc.asyncProperty(stepsWithTrims, async (history) => {
        const rig = setUp();
        const log = createLogServer(rig);
        const query = createOrdersQuery(rig.client);
        await settle();
        await log.serve();
        await play(rig, log, history);
        expect(query.getSnapshot()).toMatchObject({ status: "ready", error: undefined });
        expect(query.getSnapshot().data?.orders.map(({ revision }) => revision)).toEqual([log.head]);
        query.close();
        rig.client.close();
        await settle();
        expect(leftovers(rig)).toEqual(nothing);
      }),
      { numRuns: 150 },
    );
  });
});

import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EncodedEvents } from "../encoding/encoded-events.ts";
import { frame } from "../encoding/framed-event.ts";
import { TextBlock } from "../encoding/text-block.ts";
import { Turn } from "../encoding/turn.ts";
import { createRecordingSink } from "../testing/index.ts";
import { CatchUpBuffer } from "./catch-up-buffer.ts";
import { type CloseReason, type ConnectionFields, HubConnection } from "./connection.ts";
import { QueueBudget } from "./queue.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function open(more: Partial<ConnectionFields> = {}) {
  const sink = createRecordingSink();
  const closed: CloseReason[] = [];
  const budget = new QueueBudget(100_000);
  const connection = new HubConnection({
    id: "c",
    stream: ordersStream,
    topics: [],
    address: undefined,
    sink,
    principal: undefined,
    heartbeat: new EncodedEvents([new TextBlock(": ping\n\n")]),
    endsAt: Number.POSITIVE_INFINITY,
    openedAt: Date.now(),
    maxQueueBytes: 100_000,
    budget,
    onClose: (_connection, reason) => closed.push(reason),
    onFailure() {},
    ...more,
  });
  return { sink, closed, budget, connection };
}

function turn(...sequences: (number | undefined)[]): Turn {
  const made = new Turn();
  for (const sequence of sequences) {
    const position = sequence === undefined ? undefined : { epoch: "e", sequence };
    const data = sequence === undefined ? "fleeting" : String(sequence);
    made.add(frame({ topic: "a", event: "note", data, position, coalesceKey: undefined, expiresAt: undefined }));
  }
  return made;
}
const dataOf = ({ events }: { readonly events: readonly { readonly data: string }[] }) =>
  events.map(({ data }) => data);

describe("D4.2: going live", () => {
  it("leaves out what the log gave already, and writes nothing where that was all", () => {
    const { sink, connection } = open();
    connection.goLive({ epoch: "e", sequence: 5 });
    connection.deliver(turn(4, 5));
    // An empty chunk would end an HTTP/1.1 response.
    expect(sink.writes).toBe(0);
    connection.deliver(turn(5, undefined, 6));
    connection.deliver(turn(7));
    expect(dataOf(sink)).toEqual(["fleeting", "6", "7"]);
    expect([sink.writes, connection.events]).toEqual([2, 3]);
  });

  it("holds everything until then", () => {
    const { sink, connection } = open();
    const buffer = new CatchUpBuffer(1_000);
    connection.enter([], buffer);
    connection.deliver(turn(1, 2));
    expect([sink.writes, connection.events]).toEqual([0, 0]);
    expect(buffer.after(0)).toHaveLength(2);
    connection.goLive({ epoch: "e", sequence: 2 });
    connection.deliver(turn(3));
    expect(dataOf(sink)).toEqual(["3"]);
  });
});

describe("D9.1: a full socket", () => {
  it("drained with nothing queued, it writes at once again", () => {
    const { sink, connection } = open();
    sink.full = true;
    connection.deliver(turn(1));
    sink.full = false;
    connection.drained();
    expect(sink.writes).toBe(1);
    connection.deliver(turn(2));
    expect(dataOf(sink)).toEqual(["1", "2"]);
  });

  it("still full after what was queued, it queues again", () => {
    const { sink, connection } = open();
    sink.full = true;
    for (const sequence of [1, 2, 3]) connection.deliver(turn(sequence));
    connection.drained();
    connection.deliver(turn(4));
    expect([dataOf(sink), sink.writes]).toEqual([["1", "2", "3"], 2]);
    sink.full = false;
    connection.drained();
    expect(dataOf(sink)).toEqual(["1", "2", "3", "4"]);
  });

  it("with a bound of 0 is cut by the first write that it does not take, a heartbeat too", () => {
    const { sink, connection, closed } = open({ maxQueueBytes: 0 });
    sink.full = true;
    connection.beat(60_000);
    expect([sink.state, closed]).toEqual(["destroyed", ["slow"]]);
  });

  it("what a reader asked for waits for it, whatever the bound; it goes on when drained, and when the reader leaves", async () => {
    for (const leave of [(one: HubConnection) => one.drained(), (one: HubConnection) => one.gone()]) {
      const { sink, connection } = open({ maxQueueBytes: 0 });
      sink.full = true;
      let sent = false;
      const sending = connection.send([new TextBlock("data: 1\n\n")]).then(() => {
        sent = true;
      });
      await Promise.resolve();
      expect(sent).toBe(false);
      sink.full = false;
      leave(connection);
      await sending;
    }
  });

  it("sending nothing, or to one that is gone, writes nothing", async () => {
    const { sink, connection } = open();
    await connection.send([]);
    connection.gone();
    await connection.send([new TextBlock("data: 1\n\n")], 1);
    expect([sink.writes, connection.events]).toEqual([0, 0]);
  });
});

describe("D10: heartbeats", () => {
  it("a reader is cut when it took nothing for longer than it may, and not before", () => {
    const { sink, connection, closed } = open();
    // However long it read before.
    vi.advanceTimersByTime(3_600_000);
    sink.full = true;
    connection.deliver(turn(1));
    for (const ms of [30_000, 29_999, 1]) {
      vi.advanceTimersByTime(ms);
      connection.beat(60_000);
      expect(closed).toEqual([]);
    }
    vi.advanceTimersByTime(1);
    connection.beat(60_000);
    expect([closed, sink.state]).toEqual([["stalled"], "destroyed"]);
  });

  it("a reader that takes something between two beats is not cut", () => {
    const { sink, connection, closed } = open();
    sink.full = true;
    for (let beat = 0; beat < 5; beat += 1) {
      connection.deliver(turn(beat));
      vi.setSystemTime(Date.now() + 50_000);
      connection.beat(60_000);
      connection.drained();
    }
    expect(closed).toEqual([]);
  });

  it("D10.1: none is written while it catches up or its socket is full", () => {
    const { sink, connection } = open();
    connection.enter([], new CatchUpBuffer(1_000));
    connection.beat(60_000);
    expect(sink.comments).toEqual([]);
    connection.goLive({ epoch: "e", sequence: 0 });
    connection.beat(60_000);
    sink.full = true;
    connection.beat(60_000);
    connection.beat(60_000);
    expect(sink.comments).toEqual(["ping", "ping"]);
  });
});

describe("the end", () => {
  it("sends what is queued, then says why; what comes later is nothing to it", () => {
    const { sink, connection, closed, budget } = open();
    sink.full = true;
    for (const sequence of [1, 2]) connection.deliver(turn(sequence));
    connection.end("expired", 1_000.4, { position: "e:9" });
    expect(sink.events.map(({ type }) => type)).toEqual(["note", "note", "ending"]);
    expect(sink.events.at(-1)).toMatchObject({ data: '{"reason":"expired","retryMs":1000}', lastEventId: "e:9" });
    expect([sink.state, closed, budget.used]).toEqual(["ended", ["expired"], 0]);
    const { writes } = sink;
    // A socket that was full tells that it drained after its stream has ended, too.
    connection.drained();
    connection.deliver(turn(3));
    connection.end("drained", 0);
    connection.close("gone");
    expect([sink.writes, sink.state, closed]).toEqual([writes, "ended", ["expired"]]);
  });

  it("cut, it gives back what its queue held", () => {
    const { sink, connection, budget, closed } = open();
    sink.full = true;
    for (const sequence of [1, 2]) connection.deliver(turn(sequence));
    expect(budget.used).toBeGreaterThan(0);
    connection.gone();
    connection.gone();
    expect([budget.used, closed, sink.state]).toEqual([0, ["gone"], "destroyed"]);
  });
});

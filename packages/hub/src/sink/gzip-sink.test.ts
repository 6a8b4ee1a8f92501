import { createGunzip, gunzipSync } from "node:zlib";
import { encodeComment } from "@tidings/wire";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ChunkableBytes } from "../encoding/chunkable-bytes.ts";
import { EncodedEvents } from "../encoding/encoded-events.ts";
import { frame } from "../encoding/framed-event.ts";
import { TextBlock } from "../encoding/text-block.ts";
import { BatchSink } from "./batch-sink.ts";
import { GzipSink } from "./gzip-sink.ts";
import type { ByteSink, SinkListener } from "./sink.ts";

/** A transport that keeps what it was given, and unpacks it as it comes. */
function createTransport() {
  const chunks: ChunkableBytes[] = [];
  const gunzip = createGunzip();
  let text = "";
  gunzip.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  let state = "open";
  let reader: SinkListener | undefined;
  let full = false;
  const transport: ByteSink = {
    get full() {
      return full;
    },
    start(given) {
      reader = given;
    },
    write(encoded) {
      chunks.push(encoded);
      gunzip.write(encoded.bytes);
      return !full;
    },
    end() {
      state = "ended";
    },
    destroy() {
      state = "destroyed";
    },
  };
  return {
    transport,
    chunks,
    fill() {
      full = true;
    },
    all: () => Buffer.concat(chunks.map(({ bytes }) => bytes)),
    /** What a reader can make of what it has by now. */
    async read() {
      await new Promise<void>((resolve) => gunzip.write(Buffer.alloc(0), () => resolve()));
      return text;
    },
    get state() {
      return state;
    },
    get reader() {
      return reader;
    },
  };
}

const event = (sequence: number, data: unknown) =>
  frame({ topic: "t", event: "note", data: JSON.stringify(data), position: { epoch: "e", sequence } });
const large = { text: "large ".repeat(500) };

it("every write can be read when it is written, and the end is a gzip end", async () => {
  const wire = createTransport();
  const sink = new GzipSink(wire.transport);
  const writes = [
    new EncodedEvents([new TextBlock("event: connected\ndata: {}\n\n")]),
    new EncodedEvents([event(1, large), event(2, { text: "ключ 🎉" })]),
    new EncodedEvents([new TextBlock(encodeComment("ping"))]),
    new EncodedEvents([event(3, large)]),
  ];
  let sent = "";
  for (const encoded of writes) {
    sink.write(encoded);
    sent += encoded.bytes.toString();
    expect(await wire.read()).toBe(sent);
  }
  sink.end();
  expect(wire.state).toBe("ended");
  expect(gunzipSync(wire.all()).toString()).toBe(sent);
});

it("whatever is written, packed into batches or not, comes out as it went in", () => {
  const text = fc.string({ unit: "binary", maxLength: 2000 });
  const block = fc.oneof(
    text.map((data) => event(1, data)),
    text.map((comment) => new TextBlock(encodeComment(comment))),
  );
  fc.assert(
    fc.property(fc.array(fc.array(block, { minLength: 1, maxLength: 4 })), fc.boolean(), (parts, batch) => {
      const wire = createTransport();
      const gzip = new GzipSink(wire.transport);
      const sink = batch ? new BatchSink(gzip) : gzip;
      const writes = parts.map((blocks) => new EncodedEvents(blocks));
      for (const encoded of writes) sink.write(encoded);
      sink.end();
      const sent = writes.map((encoded) => (batch ? encoded.batched : encoded).bytes);
      expect(gunzipSync(wire.all()).equals(Buffer.concat(sent))).toBe(true);
    }),
  );
});

it("a stream that ends before anything was sent is an empty gzip file", () => {
  const wire = createTransport();
  new GzipSink(wire.transport).end();
  expect(gunzipSync(wire.all())).toHaveLength(0);
});

it("a stream that is cut has no gzip end: its reader knows that something failed", () => {
  const wire = createTransport();
  const sink = new GzipSink(wire.transport);
  sink.write(new EncodedEvents([event(1, large)]));
  sink.destroy();
  expect(wire.state).toBe("destroyed");
  expect(() => gunzipSync(wire.all())).toThrow("unexpected end of file");
});

it("passes on whether its transport is full, and whom to tell of drains", () => {
  const wire = createTransport();
  const sink = new GzipSink(wire.transport);
  const reader: SinkListener = { drained() {}, gone() {} };
  sink.start(reader);
  expect(wire.reader).toBe(reader);
  expect([sink.full, sink.write(new EncodedEvents([event(1, large)]))]).toEqual([false, true]);
  wire.fill();
  expect([sink.full, sink.write(new EncodedEvents([event(2, large)]))]).toEqual([true, false]);
});

it("D8.1: a write is compressed once, and the same bytes go to every reader after their first write", () => {
  const wires = [createTransport(), createTransport()];
  const sinks = wires.map(({ transport }) => new GzipSink(transport));
  const writes = [new EncodedEvents([event(1, large)]), new EncodedEvents([event(2, large)])];
  for (const encoded of writes) for (const sink of sinks) sink.write(encoded);
  expect(wires[0]?.chunks[1]?.chunk).toBe(wires[1]?.chunks[1]?.chunk);
});

it("S16.2: each event is compressed by itself, also in one write and in one batch", () => {
  const secret = event(1, { secret: `s3cret-${"7f3a9c".repeat(40)}`, filler: "x".repeat(300) });
  const lengthOf = (text: string, batch: boolean) => {
    const wire = createTransport();
    const gzip = new GzipSink(wire.transport);
    const sink = batch ? new BatchSink(gzip) : gzip;
    sink.write(new EncodedEvents([secret, event(2, { text, filler: "x".repeat(300) })]));
    return wire.all().length;
  };
  for (const batch of [false, true]) {
    // Were they compressed together, the right guess of as many characters would be the shorter text.
    expect(lengthOf(`s3cret-${"7f3a9c".repeat(40)}`, batch)).toBe(lengthOf(`t4dsfu-${"8g4b0d".repeat(40)}`, batch));
  }
});

it("S16.2: a batch of compressed events can be unpacked like any other", () => {
  const wire = createTransport();
  const sink = new BatchSink(new GzipSink(wire.transport));
  sink.write(new EncodedEvents([event(1, large), event(2, large)]));
  sink.end();
  const text = gunzipSync(wire.all()).toString();
  expect(text).toMatch(/^event: batch\nid: e:2\ndata: \[/);
  expect(JSON.parse(text.slice(text.indexOf("[")))).toHaveLength(2);
});

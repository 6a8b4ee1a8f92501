import { describe, expect, it } from "vitest";
import * as classic from "zod";
import * as z from "zod/mini";
import { connectionFields, sampleConnection } from "../control/connection.ts";
import { defineEvent, type EventDelivery, type Schema } from "./event.ts";
import { defineStream } from "./stream.ts";

const display = () => ({ tone: "neutral", announce: "off", summary: "x" }) as const;
const define = (schema: Schema, sample: unknown, delivery: EventDelivery<unknown> = {}) =>
  defineEvent({ schema, delivery, display, samples: { valid: [sample], invalid: [] } });
const invalid = (words: string) =>
  expect.objectContaining({
    name: "ContractError",
    code: "invalid_definition",
    message: expect.stringContaining(words),
  });

const fine = define(z.object({}), {});
const greeting = { event: define(z.object(connectionFields), sampleConnection) };
const stream = (more: object = {}) =>
  defineStream({
    name: "s",
    path: "/s",
    summary: "S",
    access: "anyone",
    query: z.object({}),
    heartbeat: "ping",
    greeting,
    events: { fine },
    ...more,
  });

describe("D13: an event that could never arrive is refused where it is defined", () => {
  const date = new Date(0);
  it.each<[string, Schema, unknown, string]>([
    ["a date", z.object({ at: z.date() }), { at: date }, '"at" is a date'],
    ["a date of zod classic", classic.object({ at: classic.coerce.date() }), { at: date }, '"at" is a date'],
    [
      "a date deep inside",
      z.object({ a: z.array(z.object({ b: z.optional(z.nullable(z.date())) })) }),
      { a: [] },
      '"a.b" is a date',
    ],
    ["a date as one of several", z.union([z.string(), z.date()]), "x", "it is a date"],
    ["a date in a record", z.record(z.string(), z.date()), {}, "it is a date"],
    ["a date in a tuple's rest", z.tuple([z.string()], z.date()), ["x"], "it is a date"],
    [
      "a codec to a date",
      z.codec(z.string(), z.date(), { decode: (text) => new Date(text), encode: (at) => at.toISOString() }),
      "2026-01-01",
      "it is a date",
    ],
    ["a map", z.map(z.string(), z.string()), new Map(), "it is a map"],
    ["a set", z.set(z.string()), new Set(), "it is a set"],
    ["a bigint", z.object({ n: z.bigint() }), { n: 1n }, '"n" is a bigint'],
    ["NaN", z.nan(), Number.NaN, "it is a nan"],
    ["a symbol", z.symbol(), Symbol("s"), "it is a symbol"],
    ["a transform that makes a number of a text", z.pipe(z.string(), z.transform(Number)), "1", "samples.valid[0]"],
    [
      "a transform that makes a Date",
      z.pipe(
        z.string(),
        z.transform((text) => new Date(text)),
      ),
      "2026-01-01",
      "samples.valid[0] cannot be sent: is a Date",
    ],
    [
      "an async transform",
      z.pipe(
        z.string(),
        z.transform(async (text) => text),
      ),
      "x",
      "async parts cannot be used",
    ],
    ["an async refinement", z.string().check(z.refine(async () => true)), "x", "async parts cannot be used"],
    [
      "a sample that JSON does not keep",
      z.object({ any: z.any() }),
      { any: Number.NaN },
      "samples.valid[0] cannot be sent: any: is NaN",
    ],
  ])("%s", (_what, schema, sample, words) => {
    expect(() => define(schema, sample)).toThrow(invalid(words));
  });

  it("takes what arrives: recursive schemas, parts declared later, transforms that change nothing twice", () => {
    const node = z.object({
      get next() {
        return z.optional(later);
      },
    });
    expect(() => define(node, {})).not.toThrow();
    const later = z.object({ name: z.string() });
    expect(() =>
      define(
        z.lazy(() => node),
        {},
      ),
    ).not.toThrow();
    expect(() => define(z.string().check(z.trim(), z.toLowerCase()), " X ")).not.toThrow();
    expect(() => define(z.object({ a: z.optional(z.undefined()), b: z._default(z.number(), 1) }), {})).not.toThrow();
  });

  it.each([
    [{ ttl: 0 }, "delivery.ttl"],
    [{ ttl: -1 }, "delivery.ttl"],
    [{ ttl: Number.NaN }, "delivery.ttl"],
    [{ maxBytes: 0 }, "delivery.maxBytes"],
    [{ maxBytes: 1.5 }, "delivery.maxBytes"],
    [{ maxBytes: Number.NaN }, "delivery.maxBytes"],
  ])("refuses delivery %j", (delivery, words) => {
    expect(() => define(z.string(), "x", delivery)).toThrow(invalid(words));
  });

  it("an option that is undefined is the default", () => {
    const options = { ttl: undefined, maxBytes: undefined, durable: undefined, coalesceBy: undefined };
    const { delivery } = define(z.string(), "x", JSON.parse("{}") && Object.assign({}, options));
    expect(delivery).toEqual({ durable: false, ttl: Number.POSITIVE_INFINITY, maxBytes: 65_536 });
    expect(stream({ greeting: { ...greeting, name: undefined } }).greeting.name).toBe("connected");
  });
});

describe("a stream that could not work is refused where it is defined", () => {
  it.each([
    ["D13: a custom schema that cannot be sent", { custom: z.object({ at: z.date() }) }, '"at" is a date'],
    ["D12: an event named like the hub's endings", { events: { ending: fine } }, '"ending"'],
    ["D15: an event named like the hub's batches", { events: { batch: fine } }, '"batch"'],
    ["D3: an event named like its greeting", { events: { connected: fine } }, '"connected"'],
    ["W2: a name with a line break", { events: { "a\nb": fine } }, "CR, LF or NUL"],
    ["a name with a slash: topics of two streams would be one", { name: "a/b" }, "without slashes"],
    ["an empty name", { name: "" }, "without slashes"],
    [
      "D3: a greeting without the connection's fields",
      { greeting: { event: fine } },
      "connectionId, heartbeatMs, position, resume",
    ],
  ])("%s", (_what, more, words) => {
    expect(() => stream(more)).toThrow(invalid(words));
  });
});

describe("S23: a topic names whom it is for", () => {
  it.each([undefined, null, "", 7, {}, "\ud800"])("topic(%j) is refused", (key) => {
    expect(() => stream().topic(key as string)).toThrow(
      expect.objectContaining({ name: "ContractError", code: "invalid_topic" }),
    );
  });

  it("any other text is a key of its own", () => {
    expect(stream().topic("a/b \n🎉").name).toBe("s/a/b \n🎉");
  });
});

import { describe, expect, it } from "vitest";
import * as classic from "zod";
import * as z from "zod/mini";
import { sampleConnection } from "../control/connection.ts";
import { defineEndpoint } from "./endpoint.ts";
import { defineEvent, type EventDelivery, type Schema } from "./event.ts";
import { parse } from "./parse.ts";
import { defineStream } from "./stream.ts";

const define = (schema: Schema, sample: unknown, delivery: EventDelivery<unknown> = {}) =>
  defineEvent({ schema, delivery, samples: { valid: [sample] } });
const invalid = (words: string) =>
  expect.objectContaining({
    name: "ContractError",
    code: "invalid_definition",
    message: expect.stringContaining(words),
  });

const fine = define(z.object({}), {});
const stream = (more: object = {}) =>
  defineStream({ name: "s", path: "/s", access: "anyone", events: { fine }, ...more });

describe("D13.5: an event that could never arrive is refused where it is defined", () => {
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
      "and async parts",
    ],
    ["an async refinement", z.string().check(z.refine(async () => true)), "x", "and async parts"],
    [
      "a sample that JSON does not keep",
      z.object({ any: z.any() }),
      { any: Number.NaN },
      "samples.valid[0] cannot be sent: any: is NaN",
    ],
  ])("%s", (_what, schema, sample, words) => {
    expect(() => define(schema, sample)).toThrow(invalid(words));
  });

  it.each<[string, Schema, string]>([
    ["a default that is NaN", z.object({ n: z._default(z.number(), Number.NaN) }), '"n" has a default that is NaN'],
    ["a default of classic that is Infinity", classic.number().default(Infinity), "it has a default that is Infinity"],
    ["a default that is a Date", z._default(z.any(), new Date(0)), "it has a default that is a Date"],
    ["a list of what may be undefined", z.object({ a: z.array(z.optional(z.string())) }), '"a" is a list whose items'],
    ["a list of undefined or null", z.array(z.union([z.null(), z.undefined()])), "it is a list whose items"],
    ["a literal bigint", z.object({ n: z.literal(1n) }), '"n" is a literal that is a BigInt'],
    ["a transform without a sample", z.pipe(z.string(), z.transform(Number)), "give a payload in samples.valid"],
  ])("%s, even without a sample", (_what, schema, words) => {
    expect(() => defineEvent({ schema })).toThrow(invalid(words));
  });

  it.each<[string, unknown, string]>([
    ["that is of another type", { n: "1" }, "samples.valid[0] cannot be sent: n must be a number"],
    ["that lacks a field", {}, "n is required"],
    ["whose check throws", { n: 1 }, "its schema threw TypeError; take out what throws"],
    ["whose check throws no error", { n: 2 }, "its schema threw string; take out what throws"],
  ])("refuses a sample %s, and says so", (_what, sample, words) => {
    const schema = z.object({
      n: z.number().check(
        z.refine((n) => {
          if (n === 1) throw new TypeError("secret");
          throw "secret";
        }),
      ),
    });
    expect(() => define(schema, sample)).toThrow(invalid(words));
    expect(() => define(schema, sample)).not.toThrow("secret");
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
    expect(() =>
      define(z.object({ a: z.array(z.any()), n: z._default(z.nullable(z.number()), null) }), { a: [] }),
    ).not.toThrow();
    expect(() => define(z.object({ a: z.array(z._default(z.string(), "x")) }), { a: ["x"] })).not.toThrow();
    expect(() => define(z.object({ a: z.optional(z.undefined()), b: z._default(z.number(), 1) }), {})).not.toThrow();
  });

  it.each([
    [{ ttl: 0 }, "delivery.ttl"],
    [{ ttl: -1 }, "delivery.ttl"],
    [{ ttl: Number.NaN }, "delivery.ttl"],
    [{ maxBytes: 0 }, "delivery.maxBytes"],
    [{ maxBytes: 1.5 }, "delivery.maxBytes"],
    [{ maxBytes: Number.NaN }, "delivery.maxBytes"],
    [{ maxBytes: -1 }, "delivery.maxBytes"],
  ])("refuses delivery %j", (delivery, words) => {
    expect(() => define(z.string(), "x", delivery)).toThrow(invalid(words));
  });

  it.each([{ ttl: 0.5 }, { ttl: Number.POSITIVE_INFINITY }, { maxBytes: 1 }, { maxBytes: Number.POSITIVE_INFINITY }])(
    "D28.2: takes delivery %j",
    (delivery) => {
      expect(defineEvent({ schema: z.string(), delivery }).delivery).toMatchObject(delivery);
    },
  );

  it("an option that is undefined is the default", () => {
    const options = { ttl: undefined, maxBytes: undefined, durable: undefined, coalesceBy: undefined };
    const { delivery } = define(z.string(), "x", JSON.parse("{}") && Object.assign({}, options));
    expect(delivery).toEqual({ durable: false, ttl: Number.POSITIVE_INFINITY, maxBytes: 65_536 });
    expect(stream({ greeting: { name: undefined } }).greeting.name).toBe("connected");
  });
});

describe("a contract in five lines: what is not said has a default", () => {
  const build_moved = defineEvent({ schema: z.object({ build: z.string() }) });
  const builds = defineStream({ name: "builds", path: "/builds", access: "user", events: { build_moved } });

  it("an event is in memory only, is not shown, and has no samples", () => {
    expect(build_moved).toMatchObject({ description: undefined, samples: { valid: [], invalid: [] } });
    expect(build_moved.delivery).toEqual({ durable: false, ttl: Number.POSITIVE_INFINITY, maxBytes: 65_536 });
    expect(build_moved.display({ build: "7" })).toEqual({ tone: "neutral", announce: "off", summary: "" });
  });

  it("a stream takes no parameters, and is called by its name", () => {
    expect(builds).toMatchObject({ kind: "stream", method: "GET", summary: 'Events of "builds"', errors: {} });
    expect(builds.heartbeat).toBe("heartbeat");
    expect(parse(builds.query, {}).ok).toBe(true);
    expect(parse(builds.query, { repo: "a" }).ok).toBe(false);
  });

  it("D3.2: a greeting has the fields of the connection, with and without its own", () => {
    const { name, event } = builds.greeting;
    expect(name).toBe("connected");
    expect(event.samples.valid).toEqual([sampleConnection]);
    expect(parse(event.schema, sampleConnection)).toEqual({ ok: true, data: sampleConnection });
    expect(parse(event.schema, {}).ok).toBe(false);
    expect(event.display({ ...sampleConnection, resume: "gap" })).toMatchObject({ tone: "warning" });

    const own = stream({ greeting: { fields: { hi: z.literal("hi") }, samples: { valid: [{ hi: "hi" }] } } }).greeting;
    expect(own.event.samples).toEqual({ valid: [{ hi: "hi", ...sampleConnection }], invalid: [] });
    expect(parse(own.event.schema, sampleConnection).ok).toBe(false);
    expect(stream({ greeting: { fields: { hi: z.literal("hi") } } }).greeting.event.samples.valid).toEqual([]);
  });

  it("D3.2: a greeting is described and shown as its stream says, or as every greeting", () => {
    expect(builds.greeting.event.description).toBe("The connection is made");
    const display = () => ({ tone: "info", announce: "off", summary: "Hi" }) as const;
    const { event } = stream({ greeting: { description: "Hello", display } }).greeting;
    expect(event.description).toBe("Hello");
    expect(event.display(sampleConnection)).toEqual(display());
  });

  it("an endpoint takes no parameters, answers 200, and is called by its name", () => {
    const getBuild = defineEndpoint({
      name: "getBuild",
      method: "GET",
      path: "/builds",
      access: "user",
      data: z.string(),
    });
    expect(getBuild).toMatchObject({
      kind: "endpoint",
      summary: "getBuild",
      status: 200,
      errors: {},
      namesConnection: false,
      creates: false,
    });
    expect([getBuild.description, getBuild.body, getBuild.samples]).toEqual([undefined, undefined, undefined]);
    expect(parse(getBuild.query, {}).ok).toBe(true);
    expect(parse(getBuild.query, { repo: "a" }).ok).toBe(false);
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
      "D3: a greeting with fields of the hub's own",
      { greeting: { fields: { message: z.string(), position: z.number(), resume: z.string() } } },
      "the hub itself adds position, resume",
    ],
    ["D3: a greeting with a field that cannot be sent", { greeting: { fields: { at: z.date() } } }, '"at" is a date'],
    ["D3: a greeting whose sample breaks it", { greeting: { fields: { n: z.bigint() } } }, '"n" is a bigint'],
    ["a stream without events", { events: {} }, "it has no events"],
  ])("%s", (_what, more, words) => {
    expect(() => stream(more)).toThrow(invalid(words));
  });
});

describe("S23.1: a topic names whom it is for", () => {
  it.each([undefined, null, "", 7, {}, "\ud800"])("topic(%j) is refused", (key) => {
    expect(() => stream().topic(key as string)).toThrow(
      expect.objectContaining({ name: "ContractError", code: "invalid_topic" }),
    );
  });

  it("any other text is a key of its own", () => {
    expect(stream().topic("a/b \n🎉").name).toBe("s/a/b \n🎉");
  });
});

import { describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { sampleConnection } from "../control/connection.ts";
import { notificationsStream } from "../notifications/index.ts";
import { ordersStream } from "../orders/index.ts";
import { acceptedCases, refusedCases } from "../testing/index.ts";
import { checkEvent } from "./check-event.ts";
import { checkGreeting } from "./check-greeting.ts";
import { defineEvent } from "./event.ts";
import { defineStream } from "./stream.ts";

const event = <S extends z.core.$ZodType>(schema: S, ...valid: [z.input<S>, ...z.input<S>[]]) =>
  defineEvent({ schema, samples: { valid } });

let answer: () => unknown = () => undefined;
const stream = defineStream({
  name: "checked",
  path: "/checked",
  access: "anyone",
  greeting: { fields: { at: z.any() } },
  events: {
    named: event(z.object({ name: z.string().check(z.trim()) }), { name: "ada" }),
    grows: event(
      z.pipe(
        z.string(),
        z.transform((text) => (text === "same" ? text : `${text}!`)),
      ),
      "same",
    ),
    tree: event(
      z.object({
        get children() {
          return z.array(z.any());
        },
      }),
      { children: [] },
    ),
    keyed: defineEvent({
      schema: z.string(),
      delivery: { coalesceBy: () => answer() as string },
    }),
    refined: event(z.string().check(z.refine((text) => (text === "x" ? true : answer()))), "x"),
  },
});

describe("D13.4: one check for every publisher", () => {
  it.each(refusedCases)("refuses $title", ({ event: name, data, code, names }) => {
    const checked = checkEvent(notificationsStream, name, data());
    expect(checked).toMatchObject({ ok: false, code });
    if (!checked.ok) expect(checked.message).toContain(names.slice(0, 100));
    if (!checked.ok) expect(checked.message).not.toContain("secret");
  });

  it.each(acceptedCases)("takes $title, and it arrives as it is", ({ event: name, data }) => {
    const checked = checkEvent(notificationsStream, name, data());
    expect(checked).toMatchObject({ ok: true });
    if (checked.ok) expect(JSON.parse(checked.json)).toEqual(JSON.parse(JSON.stringify(data())));
  });

  it.each(["ending", "batch", "connected"])("of %s it says that the name is taken, not that it is missing", (name) => {
    const checked = checkEvent(notificationsStream, name, {});
    expect(checked).toMatchObject({
      ok: false,
      code: "unknown_event",
      message: expect.stringContaining("sent only by the hub itself"),
    });
  });

  it("of a name that is not there it says which there are", () => {
    const checked = checkEvent(ordersStream, "order_lost", {});
    expect(checked).toMatchObject({ ok: false, message: expect.stringContaining("it has order_status_update") });
  });

  it.each([
    ["a text", "x".repeat(98)],
    ["lists in a list", [...Array(24).fill([1]), 1, 1]],
    ["objects in a list", [...Array(12).fill({ a: 1 }), 1]],
    ["characters of three bytes", `${"\u20ac".repeat(32)}xx`],
  ])("takes an event of as many bytes as it may have, and not of one more: %s", (_what, data) => {
    const bytes = new TextEncoder().encode(JSON.stringify(data)).length;
    const limited = (maxBytes: number) => {
      const sized = defineEvent({ schema: z.any(), delivery: { maxBytes } });
      return defineStream({ name: "s", path: "/s", access: "anyone", events: { sized } });
    };
    expect(checkEvent(limited(bytes), "sized", data)).toMatchObject({ ok: true });
    expect(checkEvent(limited(bytes - 1), "sized", data)).toMatchObject({ ok: false, code: "event_too_large" });
  });

  it("does not look at more of a payload than its event may hold", () => {
    const reads = vi.fn(() => "x".repeat(1000));
    const rows = Array.from({ length: 10_000 }, () =>
      Object.defineProperty({}, "text", { enumerable: true, get: reads }),
    );
    expect(checkEvent(notificationsStream, "custom", rows)).toMatchObject({ code: "event_too_large" });
    expect(reads.mock.calls.length).toBeLessThan(100);
  });

  it("D13.1: says how an event travels, and of a custom one that it is in memory only", () => {
    const custom = checkEvent(notificationsStream, "backup.finished", { ok: true });
    const always = Number.POSITIVE_INFINITY;
    expect(custom).toMatchObject({ ok: true, event: "backup.finished", durable: false, ttl: always });
    const ping = checkEvent(notificationsStream, "ping", notificationsStream.events.ping.samples.valid[0]);
    expect(ping).toMatchObject({ ok: true, event: "ping", durable: false, ttl: 30_000, coalesceKey: "ping" });
    const system = checkEvent(notificationsStream, "system", { message: "Hi", level: "info" });
    expect(system).toMatchObject({ ok: true, durable: true, ttl: always, coalesceKey: undefined });
  });

  it.each([undefined, null, 7, Symbol("s"), {}])("of a name that is no text it says the type: %s", (name) => {
    const checked = checkEvent(notificationsStream, name as string, {});
    const message = expect.stringContaining(`event of type ${typeof name} breaks its contract: its name is empty or`);
    expect(checked).toMatchObject({ ok: false, code: "invalid_event", message, cause: undefined });
  });

  it("names no more than 100 characters of a name that is no event's", () => {
    const checked = checkEvent(notificationsStream, "n".repeat(300), {});
    expect(checked).toMatchObject({ ok: false, message: expect.stringContaining(`event "${"n".repeat(100)}" breaks`) });
  });

  it.each([
    ["what arrives as it is is parsed once", { name: "ada" }, 1],
    ["without a property that is undefined it is parsed once more as it arrives", { name: "ada", note: undefined }, 2],
  ])("%s", (_what, data, times) => {
    const looks = vi.fn(() => true);
    const schema = z.object({ name: z.string().check(z.refine(looks)), note: z.optional(z.string()) });
    const plain = defineStream({ name: "p", path: "/p", access: "anyone", events: { e: defineEvent({ schema }) } });
    looks.mockClear();
    expect(checkEvent(plain, "e", data)).toMatchObject({ ok: true, json: '{"name":"ada"}' });
    expect(looks).toHaveBeenCalledTimes(times);
  });

  it("a schema that tidies what it gets arrives tidied", () => {
    expect(checkEvent(stream, "named", { name: " ada " })).toMatchObject({ ok: true, json: '{"name":"ada"}' });
  });

  it("a schema that would change the value again at its reader is refused", () => {
    expect(checkEvent(stream, "grows", "same")).toMatchObject({ ok: true });
    expect(checkEvent(stream, "grows", "x")).toMatchObject({
      code: "invalid_event",
      message: expect.stringContaining("take the transform out"),
    });
  });

  it.each([
    [
      "a refinement that throws",
      "refined",
      () => {
        throw new Error("secret");
      },
      "threw Error",
    ],
    [
      "a refinement that never comes back out",
      "refined",
      () => {
        throw new RangeError("secret");
      },
      "nested too deep, or holds itself",
    ],
    [
      "a refinement that throws no error",
      "refined",
      () => {
        throw "secret";
      },
      "threw string",
    ],
    ["a refinement that waits", "refined", async () => true, "is async"],
    [
      "a coalesceBy that throws",
      "keyed",
      () => {
        throw new TypeError("secret");
      },
      "threw TypeError",
    ],
    ["a coalesceBy without an answer", "keyed", () => null, "coalesceBy gave no text"],
  ])("%s refuses the event", (_what, name, behave, words) => {
    answer = behave;
    const checked = checkEvent(stream, name, "y");
    expect(checked).toMatchObject({ ok: false, code: "invalid_event", message: expect.stringContaining(words) });
    if (!checked.ok) expect(checked.message).not.toContain("secret");
  });
});

describe("D3.2: the greeting is held against its contract by the same rules", () => {
  it("takes one that keeps it, and drops what the contract does not name", () => {
    const greeting = { at: "now", more: 1, ...sampleConnection };
    expect(checkGreeting(stream, greeting)).toEqual({ ok: true, data: { at: "now", ...sampleConnection } });
  });

  it("takes the connection's fields beside the stream's own, and they win", () => {
    const own = { at: "now", resume: "gap" };
    expect(checkGreeting(stream, own, sampleConnection)).toEqual({
      ok: true,
      data: { at: "now", ...sampleConnection },
    });
    expect(checkGreeting(ordersStream, { message: "SSE connected" }, sampleConnection)).toMatchObject({ ok: true });
    const bare = defineStream({ name: "bare", path: "/bare", access: "anyone", events: stream.events });
    expect(checkGreeting(bare, undefined, sampleConnection)).toEqual({ ok: true, data: sampleConnection });
    expect(checkGreeting(bare, null, sampleConnection)).toEqual({ ok: true, data: sampleConnection });
    expect(checkGreeting(bare, "hi", sampleConnection)).toMatchObject({
      ok: false,
      issues: ["The data must be an object"],
      message: 'the greeting of "bare" breaks its contract: The data must be an object',
    });
  });

  it.each([
    ["nothing", undefined, "expected"],
    ["a missing field", { at: 1 }, "connectionId"],
    ["a Date", { at: new Date(0), ...sampleConnection }, "at: is a Date"],
    ["NaN", { at: Number.NaN, ...sampleConnection }, "at: is NaN"],
    [
      "a getter that throws",
      {
        get at() {
          throw new Error("secret");
        },
        ...sampleConnection,
      },
      "threw Error",
    ],
  ])("refuses %s", (_what, greeting, words) => {
    const checked = checkGreeting(stream, greeting);
    expect(checked.ok ? "" : checked.message).toMatch(new RegExp(words === "expected" ? "checked" : words));
    expect(checked).toMatchObject({ ok: false });
  });
});

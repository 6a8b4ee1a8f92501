import type { EventRefusalCode } from "../definition/check-event.ts";

/** A publication on the notifications stream, which takes custom events of any payload. */
export interface PublishingCase {
  /** What is published, in words. */
  readonly title: string;
  readonly event: string;
  /** Makes the payload anew for each publisher. */
  data(): unknown;
}

/** A publication that every publisher refuses. */
export interface RefusedCase extends PublishingCase {
  readonly code: EventRefusalCode;
  /** What the message names: for a payload the path of its fault. */
  readonly names: string;
}

/**
 * What must be refused, and where the fault is: a table that the hub, the publishing functions and the mocks all are held
 * to, so that none of them takes what another refuses (D13). Publish each on `notificationsStream`.
 *
 * @example
 * it.each(refusedCases)("D13.4: refuses $title", ({ event, data, code }) =>
 *   expect(hub.publish(topic, { event, data: data() })).rejects.toMatchObject({ code }));
 */
export const refusedCases: readonly RefusedCase[] = [
  named("the greeting's name", "connected", "unknown_event"),
  named("the ending's name", "ending", "unknown_event"),
  named("the batches' name", "batch", "unknown_event"),
  named("an empty name", "", "invalid_event"),
  named("a name with CR", "a\rdata: forged", "invalid_event"),
  named("a name with LF", "a\ndata: forged", "invalid_event"),
  named("a name with NUL", "a\0", "invalid_event"),
  named("a name with a lone surrogate", "a\ud800", "invalid_event"),
  named("a name without end", "n".repeat(100_000), "invalid_event"),
  {
    title: "a payload beyond the contract's range",
    event: "progress",
    data: () => ({ operationId: "o", progress: 101 }),
    code: "invalid_event",
    names: "progress",
  },
  {
    title: "a payload of the wrong type",
    event: "system",
    data: () => "hello",
    code: "invalid_event",
    names: "system",
  },
  {
    title: "a required property that is undefined",
    event: "update",
    data: () => ({ type: "t", data: undefined }),
    code: "invalid_event",
    names: "data",
  },
  {
    title: "-0 where the contract wants a number",
    event: "progress",
    data: () => ({ operationId: "o", progress: -0 }),
    code: "invalid_event",
    names: "progress: is -0",
  },
  {
    title: "a custom payload of 100 kB",
    event: "custom",
    data: () => "x".repeat(100_000),
    code: "event_too_large",
    names: "65536 bytes",
  },
  {
    title: "a payload of few characters and many bytes",
    event: "custom",
    data: () => "€".repeat(30_000),
    code: "event_too_large",
    names: "65536 bytes",
  },
  {
    title: "a small object that is enormous as JSON",
    event: "custom",
    data: doubled,
    code: "event_too_large",
    names: "65536 bytes",
  },
  loose("undefined", () => undefined, "is undefined"),
  loose("a function", () => () => 1, "is a function"),
  loose("a symbol", () => Symbol("s"), "is a symbol"),
  loose("a BigInt", () => 1n, "is a BigInt"),
  loose("a BigInt inside", () => ({ rows: [{ id: 1n }] }), "rows.0.id: is a BigInt"),
  loose("NaN", () => ({ a: { b: Number.NaN } }), "a.b: is NaN"),
  loose("Infinity", () => [1, Number.POSITIVE_INFINITY], "1: is Infinity"),
  loose("-Infinity", () => [Number.NEGATIVE_INFINITY], "0: is -Infinity"),
  loose("-0", () => ({ a: -0 }), "a: is -0"),
  loose("undefined in a list", () => ({ list: [1, undefined] }), "list.1: is undefined"),
  loose("a hole in a list", () => ({ list: Object.assign([], { length: 2, 1: "x" }) }), "list.0: is undefined"),
  loose("a list with a property of its own", () => ({ list: /a/.exec("a") }), "list: is a list with properties"),
  loose("a Date", () => ({ at: new Date(0) }), "at: is a Date"),
  loose("a Map", () => ({ map: new Map([["a", 1]]) }), "map: is a Map"),
  loose("a Set", () => new Set([1]), "is a Set"),
  loose("an Error", () => ({ error: new Error("secret") }), "error: is an Error"),
  loose("a RegExp", () => ({ pattern: /x/ }), "pattern: is an object of RegExp"),
  loose("a URL", () => ({ url: new URL("http://localhost/") }), "url: is an object of URL"),
  loose("a typed array", () => ({ bytes: new Uint8Array(2) }), "bytes: is binary data"),
  loose("an ArrayBuffer", () => ({ bytes: new ArrayBuffer(2) }), "bytes: is binary data"),
  loose("a Promise", () => ({ later: Promise.resolve(1) }), "later: is an object of Promise"),
  loose("a boxed number", () => ({ boxed: Object(1) }), "boxed: is an object of Number"),
  loose("an object of a class", () => ({ point: new Point() }), "point: is an object of Point"),
  loose("an object with a prototype of its own", () => Object.create({ inherited: 1 }), "is an object of Object"),
  loose(
    "a property whose name is a symbol",
    () => ({ a: { [Symbol("s")]: 1 } }),
    "a: has a property whose name is a symbol",
  ),
  loose("a toJSON method", () => ({ a: { toJSON: () => 1 } }), "a: has a toJSON method"),
  loose(
    "a hidden toJSON method",
    () => Object.defineProperty({ a: 1 }, "toJSON", { value: () => 2 }),
    "has a toJSON method",
  ),
  loose("a toJSON that throws", () => ({ toJSON: fail }), "has a toJSON method"),
  loose(
    "a getter that throws",
    () => ({
      get a(): never {
        return fail();
      },
    }),
    "threw Error",
  ),
  loose("a proxy that throws", () => new Proxy({}, { ownKeys: fail }), "threw Error"),
  loose("an object that holds itself", cycle, "holds itself"),
  loose(
    "a list that holds itself",
    () => {
      const list: unknown[] = [];
      list.push(list);
      return list;
    },
    "holds itself",
  ),
  loose("a hundred thousand levels", nested(100_000), "nested deeper"),
];

/** What must be taken, and arrive as it is. */
export const acceptedCases: readonly PublishingCase[] = [
  taken("null", () => null),
  taken("false", () => false),
  taken("an empty text", () => ""),
  taken("zero", () => 0),
  taken("the largest number", () => Number.MAX_VALUE),
  taken("an empty object and an empty list", () => [{}, []]),
  taken("line breaks, quotes and emojis", () => ({ "a\r\nb": '"\u2028🎉\0\\' })),
  taken("a lone surrogate, which JSON escapes", () => "\ud800"),
  taken("an object without a prototype", () => Object.assign(Object.create(null), { a: 1 })),
  taken("the same object twice", () => {
    const one = { a: 1 };
    return [one, one];
  }),
  taken("a property named __proto__", () => JSON.parse('{"__proto__":{"a":1}}')),
  taken("a hundred levels", nested(100)),
  taken("exactly 64 KiB", () => "x".repeat(64 * 1024 - 2)),
  { title: "an event named like what every object has", event: "constructor", data: () => 1 },
  { title: "an event named __proto__", event: "__proto__", data: () => 1 },
  {
    title: "an optional property that is undefined",
    event: "success",
    data: () => ({ message: "m", data: undefined }),
  },
];

function named(title: string, event: string, code: EventRefusalCode): RefusedCase {
  return { title, event, data: () => ({}), code, names: code === "unknown_event" ? event : "name" };
}

function loose(title: string, data: () => unknown, names: string): RefusedCase {
  return { title: `${title}, in a custom event`, event: "custom", data, code: "invalid_event", names };
}

function taken(title: string, data: () => unknown): PublishingCase {
  return { title, event: "custom", data };
}

class Point {
  x = 1;
}

function fail(): never {
  throw new Error("secret");
}

function cycle(): unknown {
  const one: { self?: unknown } = {};
  one.self = { one };
  return one;
}

function nested(levels: number): () => unknown {
  return () => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level += 1) value = [value];
    return value;
  };
}

/** A list of twice the same list, forty times: its JSON would fill the memory. */
function doubled(): unknown {
  let value: unknown = "x";
  for (let level = 0; level < 40; level += 1) value = [value, value];
  return value;
}

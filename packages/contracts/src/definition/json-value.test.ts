import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { describeFault, scanJson } from "./json-value.ts";

const clean = { fault: undefined, dropsProperties: false, tooLong: false };
const nested = (levels: number, inside: unknown = 0): unknown => (levels === 0 ? inside : [nested(levels - 1, inside)]);

it.each([
  ["text", "a"],
  ["empty", ""],
  ["numbers", [0, -1, 1.5, Number.MAX_VALUE]],
  ["booleans and null", [true, false, null]],
  ["plain objects and lists", { a: [{ b: {} }, []], "": 1 }],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 })],
  ["an object of another realm", runInNewContext("({ a: [1, { b: 2 }] })")],
  ["500 levels", nested(500, {})],
])("D13.2: survives JSON: %s", (_what, value) => {
  expect(scanJson(value)).toEqual(clean);
});

it("a property that is undefined counts as absent", () => {
  expect(scanJson({ a: 1, b: undefined })).toEqual({ ...clean, dropsProperties: true });
});

class Money {
  readonly cents = 5;
}
const holed: unknown[] = [1];
holed[2] = 3;

it.each<[string, unknown, string]>([
  ["undefined", undefined, "is undefined; send null, or leave the property out"],
  ["NaN", { a: Number.NaN }, "a: is NaN; send a finite number, or null"],
  ["Infinity", [1, Number.POSITIVE_INFINITY], "1: is Infinity; send a finite number, or null"],
  ["-0", { a: -0 }, "a: is -0; send 0"],
  ["a BigInt", { a: { b: 1n } }, "a.b: is a BigInt; send it as text"],
  ["a function", { a: () => {} }, "a: is a function; send plain data"],
  ["a symbol", [Symbol("a")], "0: is a symbol; send plain data"],
  ["a hole in a list", holed, "1: is undefined; send null, or leave the property out"],
  ["a Date", { at: new Date(0) }, "at: is a Date; send its toISOString()"],
  ["a Map", new Map(), "is a Map; send Object.fromEntries of it"],
  ["a Set", new Set(), "is a Set; send it as a list"],
  ["an Error", new Error("secret"), "is an Error; send the text that readers need"],
  ["bytes", new Uint8Array(1), "is binary data; send it as a list, or as base64"],
  ["a buffer", new ArrayBuffer(1), "is binary data; send it as a list, or as base64"],
  ["an object of a class", { a: new Money() }, "a: is an object of Money; send a plain object"],
  ["a toJSON of an object", { toJSON: () => 1 }, "has a toJSON method; send what it returns"],
  [
    "a toJSON of a list",
    { a: Object.assign([1], { toJSON: () => 1 }) },
    "a: has a toJSON method; send what it returns",
  ],
  [
    "a list with a property",
    Object.assign([1], { a: 2 }),
    "is a list with properties of its own; send those in a field of their own",
  ],
  [
    "a name that is a symbol",
    { [Symbol("a")]: 1 },
    "has a property whose name is a symbol; give it a name that is a text",
  ],
  ["such a name on a list", Object.assign([1], { [Symbol("a")]: 1 }), "has a property whose name is a symbol"],
])("D13.2: does not survive JSON, and it is said where and what to send: %s", (_what, value, words) => {
  const { fault } = scanJson(value);
  expect(fault && describeFault(fault)).toContain(words);
  expect(fault && describeFault(fault)).not.toContain("secret");
});

it("D13.2: 501 levels are too deep, and so is what holds itself", () => {
  const endless: unknown[] = [];
  endless.push(endless);
  for (const value of [nested(501, {}), endless]) {
    const { fault } = scanJson(value);
    expect(fault?.problem).toBe("is nested deeper than 500 levels, or holds itself; send a flat copy");
    expect(fault && describeFault(fault)).toBe(`${Array(10).fill(0).join(".")}...: ${fault?.problem}`);
  }
});

it("D13.2: objects in objects are no deeper than lists, and one that holds itself is told so", () => {
  const inObjects = (levels: number): unknown => (levels === 0 ? {} : { a: inObjects(levels - 1) });
  const endless: Record<string, unknown> = {};
  endless.a = endless;
  expect(scanJson(inObjects(500))).toEqual(clean);
  for (const value of [inObjects(501), endless]) {
    expect(scanJson(value).fault?.problem).toBe("is nested deeper than 500 levels, or holds itself; send a flat copy");
  }
});

it("a path of ten names is said in full", () => {
  const { fault } = scanJson(nested(10, 1n));
  expect(fault && describeFault(fault)).toBe(`${Array(10).fill(0).join(".")}: is a BigInt; send it as text`);
});

it.each([
  ["abc", 5],
  [["a", "b"], 9],
  [[null, true], 11],
  [[[1], [2], [3]], 13],
  [[], 2],
  [{ a: "b" }, 9],
  [12_345, 1],
])("S17: the text of %j is known to be too long only where it certainly is", (value, least) => {
  expect(scanJson(value, least)).toEqual(clean);
  expect(scanJson(value, least - 1)).toEqual({ ...clean, tooLong: true });
  expect(least).toBeLessThanOrEqual(JSON.stringify(value).length);
});

it("S17: the rest of what is too long is not looked at", () => {
  let looks = 0;
  const row = Object.defineProperty({}, "a", {
    enumerable: true,
    get: () => {
      looks += 1;
      return "x".repeat(100);
    },
  });
  expect(scanJson(Array(1000).fill(row), 250)).toMatchObject({ tooLong: true });
  expect(looks).toBe(3);
});

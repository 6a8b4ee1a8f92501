import { expect, it } from "vitest";
import * as z from "zod/mini";
import type { Schema } from "./event.ts";
import { parse } from "./parse.ts";

/** What is said of a field `field` with a value. */
function wordsOf(schema: Schema, ...values: readonly unknown[]): readonly string[] {
  const parsed = parse(z.object({ field: schema }), values.length === 0 ? {} : { field: values[0] });
  return parsed.ok ? [] : parsed.issues;
}

const text = z.string();
const list = (least: number, most: number) => z.array(z.unknown()).check(z.minLength(least), z.maxLength(most));
const long = (least: number, most: number) => text.check(z.minLength(least), z.maxLength(most));

it.each<[string, Schema, readonly unknown[], string]>([
  ["missing", text, [], "field is required"],
  ["missing, one of some", z.enum(["a", "b"]), [], "field is required"],
  ["missing, of either kind", z.union([z.number(), text]), [], "field is required"],
  ["missing, one of some forms", z.discriminatedUnion("k", [z.object({ k: z.literal("a") })]), [], "field is required"],
  ["no string", text, [7], "field must be a string"],
  ["null", text, [null], "field must be a string"],
  ["no number", z.number(), ["7"], "field must be a number"],
  ["NaN", z.number(), [Number.NaN], "field must be a number"],
  ["no whole number", z.int(), [1.5], "field must be a whole number"],
  ["a number too large to be whole", z.int(), [2 ** 60], "field must be at most 9007199254740991"],
  ["no truth value", z.boolean(), ["true"], "field must be true or false"],
  ["no object", z.object({}), [[]], "field must be an object"],
  ["no record", z.record(text, text), ["x"], "field must be an object"],
  ["no list", z.array(text), [{}], "field must be an array"],
  ["no tuple", z.tuple([text]), [{}], "field must be an array"],
  ["not null", z.null(), [1], "field must be null"],
  ["not undefined", z.undefined(), [1], "field must be left out"],
  ["no map", z.map(text, text), [{}], "field must be a map"],
  ["no Date", z.date(), ["2026-02-26"], "field must be a date"],
  ["what is to be left out", z.optional(z.never()), [1], "field must be left out"],
  ["another literal", z.literal("x"), ["y"], 'field must be "x"'],
  ["none of some", z.enum(["own", "all"]), ["OWN"], "field must be one of own, all"],
  ["empty", long(1, 9), [""], "field must not be empty"],
  ["short", long(3, 9), ["a"], "field must have at least 3 characters"],
  ["long", long(0, 1), ["ab"], "field must have at most 1 character"],
  ["of another length", text.check(z.length(2)), ["abc"], "field must have exactly 2 characters"],
  ["too short for its length", text.check(z.length(2)), ["a"], "field must have exactly 2 characters"],
  ["an empty list", list(1, 9), [[]], "field must not be empty"],
  ["a short list", list(2, 9), [[1]], "field must have at least 2 entries"],
  ["a long list", list(0, 1), [[1, 2]], "field must have at most 1 entry"],
  ["small", z.number().check(z.minimum(1)), [0], "field must be at least 1"],
  ["not larger", z.number().check(z.gt(1)), [1], "field must be more than 1"],
  ["large", z.number().check(z.maximum(1)), [2], "field must be at most 1"],
  ["not smaller", z.number().check(z.lt(1)), [1], "field must be less than 1"],
  [
    "early",
    z.date().check(z.minimum(new Date(0))),
    [new Date(-1)],
    "field must be at or after 1970-01-01T00:00:00.000Z",
  ],
  [
    "late",
    z.date().check(z.maximum(new Date(0))),
    [new Date(1)],
    "field must be at or before 1970-01-01T00:00:00.000Z",
  ],
  [
    "beside a bound that is no time",
    z.date().check(z.minimum(new Date(Number.NaN))),
    [new Date(0)],
    "field must be at or after the time allowed",
  ],
  ["a small set", z.set(text).check(z.minSize(2)), [new Set("a")], "field must have at least 2 entries"],
  [
    "a large map",
    z.map(text, text).check(z.maxSize(1)),
    [
      new Map([
        ["a", "b"],
        ["c", "d"],
      ]),
    ],
    "field must have at most 1 entry",
  ],
  ["a large file", z.file().check(z.maxSize(1)), [new File(["ab"], "f")], "field must have at most 1 byte"],
  ["a small file", z.file().check(z.minSize(3)), [new File(["ab"], "f")], "field must have at least 3 bytes"],
  ["no multiple", z.number().check(z.multipleOf(5)), [7], "field must be a multiple of 5"],
  ["no email address", z.email(), ["ada"], "field must be an email address"],
  ["no URL", z.url(), ["ada"], "field must be a URL"],
  ["no UUID", z.uuid(), ["ada"], "field must be a UUID"],
  ["no GUID", z.guid(), ["ada"], "field must be a UUID"],
  ["no IPv4 address", z.ipv4(), ["ada"], "field must be an IPv4 address"],
  ["no IPv6 address", z.ipv6(), ["ada"], "field must be an IPv6 address"],
  ["no time of day", z.iso.time(), ["noon"], "field must be a time of day as 09:00:00"],
  ["a day that does not exist", z.iso.date(), ["2026-02-30"], "field must be a date as 2026-02-26"],
  ["no time", z.iso.datetime(), ["now"], "field must be a time as 2026-02-26T09:00:00.000Z"],
  ["no ULID", z.ulid(), ["x"], "field must be a valid ulid"],
  ["another pattern", text.check(z.regex(/^a/)), ["b"], "field must match /^a/"],
  ["another start", text.check(z.startsWith("a")), ["b"], 'field must start with "a"'],
  ["another end", text.check(z.endsWith("a")), ["b"], 'field must end with "a"'],
  ["something missing in it", text.check(z.includes("a")), ["b"], 'field must hold "a"'],
  ["of neither kind", z.union([z.number(), text]), [true], "field must be a number or a string"],
  ["of none of two kinds of text", z.union([text, z.email()]), [7], "field must be a string"],
  ["of two forms", z.xor([text, z.string()]), ["a"], "field fits several of its forms; it must fit one"],
  ["none of some numbers", z.literal([1, 2]), [3], "field must be one of 1, 2"],
  [
    "of no form",
    z.union([z.object({ a: text }), z.object({ b: text })]),
    [{}],
    "field must fit one of its forms: a is required, or b is required",
  ],
  [
    "of another kind",
    z.discriminatedUnion("k", [z.object({ k: z.literal("a") }), z.object({ k: z.literal("b") })]),
    [{ k: "c" }],
    "field.k must be one of a, b",
  ],
  ["unknown fields", z.strictObject({ a: z.optional(text) }), [{ A: 1, b: 2 }], 'field takes no "A", "b"; it takes a'],
  ["an unknown field of none", z.strictObject({}), [{ a: 1 }], 'field takes no "a"'],
  [
    "an entry",
    z.array(z.object({ qty: z.int() })),
    [[{ qty: 1 }, { qty: 1.5 }]],
    "field[1].qty must be a whole number",
  ],
  ["a strange name", z.record(text, text), [{ "a b": 1 }], 'field["a b"] must be a string'],
  [
    "a name too long",
    z.record(text.check(z.maxLength(1)), text),
    [{ ab: "x" }],
    "field.ab cannot be the name of a field here",
  ],
  [
    "what a check refuses without words",
    text.check(z.refine(() => false)),
    ["a"],
    "field is not valid; see the API documents",
  ],
  ["what a check refuses in words", text.check(z.refine(() => false, { error: "Say please" })), ["a"], "Say please"],
])("S21.2: says what is wrong with a value that is %s", (_kind, schema, values, words) => {
  expect(wordsOf(schema, ...values)).toEqual([words]);
});

it("S21.2: names the whole as it is told to, and never quotes a value", () => {
  const body = z.object({ password: z.string().check(z.maxLength(3)) });
  expect(parse(body, [], "The body")).toEqual({ ok: false, issues: ["The body must be an object"] });
  expect(parse(body, undefined, "The body")).toEqual({ ok: false, issues: ["The body is required"] });
  expect(parse(body, "secret")).toEqual({ ok: false, issues: ["The data must be an object"] });
  expect(JSON.stringify(parse(body, { password: "secret" }))).not.toContain("secret");
});

it("S21.2: shortens names that a caller made up, and the list of what is wrong", () => {
  const strict = parse(
    z.strictObject({}),
    Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`${n}`.repeat(99), n])),
  );
  expect(strict.ok ? "" : strict.issues.join()).toHaveLength("The data takes no ".length + 5 * 67 + 4 * 2);
  const names = (length: number) => parse(z.strictObject({}), { ["x".repeat(length)]: 1 });
  expect(names(64)).toMatchObject({ issues: [`The data takes no "${"x".repeat(64)}"`] });
  expect(names(65)).toMatchObject({ issues: [`The data takes no "${"x".repeat(64)}…"`] });
  const many = parse(
    z.array(z.string()),
    Array.from({ length: 99 }, (_, n) => n),
  );
  expect(many.ok ? [] : many.issues).toHaveLength(10);
});

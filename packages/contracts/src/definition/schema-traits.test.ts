import { expect, it } from "vitest";
import * as classic from "zod";
import * as z from "zod/mini";
import { changesValues, runsCode } from "./schema-traits.ts";

it.each([
  ["a plain object", z.object({ a: z.string(), b: z.array(z.number()) }), false],
  ["a check that only looks", z.object({ a: z.string().check(z.minLength(1)) }), false],
  ["a check that trims", z.string().check(z.trim()), true],
  ["one deep inside", z.array(z.object({ a: z.optional(z.string().check(z.toLowerCase())) })), true],
  ["a coercion", classic.coerce.number(), true],
  [
    "a transformation",
    z.pipe(
      z.string(),
      z.transform((text) => text.length),
    ),
    true,
  ],
])("D13.3: of %s it is known whether parsing may give out another value", (_what, schema, changes) => {
  expect(changesValues(schema)).toBe(changes);
  // The second answer is remembered.
  expect(changesValues(schema)).toBe(changes);
});

it.each([
  ["a plain object", z.object({ a: z.string() }), false],
  ["a refinement", z.object({ a: z.custom<string>((value) => value === "x") }), true],
  [
    "a transformation",
    z.pipe(
      z.string(),
      z.transform((text) => text.length),
    ),
    true,
  ],
])("D13.3: of %s it is known whether parsing runs its author's code", (_what, schema, runs) => {
  expect(runsCode(schema)).toBe(runs);
});

import { expect, it } from "vitest";
import { findMutants } from "./find-mutants.ts";
import { applyMutant } from "./mutant.ts";

/** Every way that a text is broken, as the whole text. */
const broken = (source: string) => findMutants("x.ts", source).map((mutant) => applyMutant(source, mutant));

it.each([
  ["if (a) b();", ["if (true) b();", "if (false) b();", "if (a) ;"]],
  ["while (a) b();", ["while (false) b();", "while (a) ;"]],
  ["let x = a ? b : c;", ["let x = true ? b : c;", "let x = false ? b : c;"]],
  ["let x = a < b;", ["let x = a <= b;", "let x = a >= b;"]],
  ["let x = a === b;", ["let x = a !== b;"]],
  ["let x = a + 1;", ["let x = a - 1;", "let x = a + 2;"]],
  ["let x = a ?? b;", ["let x = a;", "let x = a && b;"]],
  ["let x = a || b;", ["let x = a && b;"]],
  ["x += a;", [";", "x -= a;"]],
  ["x ??= a;", [";", "x = a;"]],
  ["let x = !a;", ["let x = a;"]],
  ["let x = a?.b;", ["let x = a.b;"]],
  ["let x = a?.[b];", ["let x = a[b];"]],
  ["let x = await a;", ["let x = a;"]],
  ["let x = true;", ["let x = false;"]],
  ['let x = "a";', ['let x = "";']],
  ['let x = "";', ['let x = "mutated";']],
  ["let x = [a];", ["let x = [];"]],
  ["let x = { a };", ["let x = {};"]],
  ["let x = a.some(b);", ["let x = a.every(b);"]],
  ["let x = a.filter(b);", ["let x = a;"]],
  ["function f() { return a; }", ["function f() { return undefined; }"]],
  ["for (;;) break;", ["for (;;) ;"]],
])("%s", (source, expected) => {
  expect(broken(source).toSorted()).toEqual(expected.toSorted());
});

it.each([
  "type A = { b: true } | 1;",
  'import a from "a";',
  'export { a } from "a";',
  "const a: 1 | true = b as 2;",
  "interface A { b: 1 }",
  'let x = { "a-b": c }.d;',
  'let x = "words for people";',
  'define({ samples: { valid: ["a"], invalid: [1] } }).a;',
  "const sampleOrder = { id: 1 };",
  'let x = a + "b c";',
  "function f() { return undefined; }",
  // A name that every object has is in no table of methods.
  "let x = a.toString(b).hasOwnProperty(c);",
])("%s has nothing to break but what runs", (source) => {
  expect(broken(source).filter((text) => text !== "let x = {}.d;" && text !== "define({}).a;" && text !== ";")).toEqual(
    [],
  );
});

it("a function that makes samples is a program like any other", () => {
  expect(broken("const sampleOf = () => [1];")).toContain("const sampleOf = () => [];");
});

it("the lines of a drawing are left as they are, and what is told about it is not", () => {
  const source = 'let x = <circle cx="9" r={1} fill="none" role="img" />;';
  const changes = findMutants("x.tsx", source).map((mutant) => applyMutant(source, mutant));
  expect(changes).toEqual(['let x = <circle cx="9" r={1} fill="none" role="" />;']);
});

it("says the line, in the order of the text", () => {
  expect(findMutants("x.ts", "\n\nlet x = 1;\nlet y = 2;").map(({ line }) => line)).toEqual([3, 4]);
});

it("a file that cannot be parsed is an error that names it", () => {
  expect(() => findMutants("x.ts", "let = ;")).toThrow("x.ts cannot be parsed");
});

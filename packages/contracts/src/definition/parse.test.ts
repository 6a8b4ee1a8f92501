import { expect, it } from "vitest";
import * as z from "zod/mini";
import { parse } from "./parse.ts";

const schema = z.object({ id: z.string(), items: z.array(z.object({ price: z.number() })) });

it("C9.1: what fits is answered without what was never described", () => {
  expect(parse(schema, { id: "a", items: [{ price: 1, more: 2 }], more: 3 })).toEqual({
    ok: true,
    data: { id: "a", items: [{ price: 1 }] },
  });
});

it("S21.2: every issue names its place, however deep, and one of the whole what the whole is called", () => {
  const issues = (data: unknown, whole?: string) => {
    const parsed = parse(schema, data, whole);
    return parsed.ok ? [] : parsed.issues;
  };
  expect(issues({ id: 1, items: [{ price: 1 }, { price: "x" }] })).toEqual([
    "id must be a string",
    "items[1].price must be a number",
  ]);
  expect(issues("x")).toEqual([expect.stringMatching(/^The data /)]);
  expect(issues("x", "The body")).toEqual([expect.stringMatching(/^The body /)]);
});

it("S21.2: ten issues at most are told, each once", () => {
  const wrong = (length: number) =>
    parse(
      z.array(z.number()),
      Array.from({ length }, () => "x"),
    );
  expect(wrong(10)).toMatchObject({ ok: false, issues: { length: 10 } });
  expect(wrong(1_000)).toMatchObject({ ok: false, issues: { length: 10 } });
  const said = z.string().check(
    z.refine(() => false, "no"),
    z.refine(() => false, "no"),
  );
  expect(parse(said, "x")).toMatchObject({ issues: { length: 1 } });
});

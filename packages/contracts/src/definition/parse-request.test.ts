import { expect, it } from "vitest";
import * as z from "zod/mini";
import { ENDPOINT_PARAMETERS, parseBody, parseQuery } from "./parse-request.ts";

const query = z.strictObject({ scope: z.optional(z.enum(["own", "all"])) });
const ask = (text: string) => parseQuery(query, new URLSearchParams(text), ENDPOINT_PARAMETERS);

it.each([
  ["", { ok: true, data: {} }],
  ["scope=all&token=t", { ok: true, data: { scope: "all" } }],
  ["scope=", { ok: false, issues: ["scope must be one of own, all"] }],
  ["Scope=all", { ok: false, issues: ['The query takes no "Scope"; it takes scope'] }],
  ["scope=all&scope=own", { ok: false, issues: ["scope is given more than once; give it once"] }],
  ["token=a&token=b", { ok: false, issues: ["token is given more than once; give it once"] }],
  ["=1", { ok: false, issues: ['The query takes no ""; it takes scope'] }],
])("S21.1: the query %j is used or refused in words", (text, parsed) => {
  expect(ask(text)).toEqual(parsed);
});

it.each([
  [undefined, undefined, { ok: true, data: undefined }],
  [undefined, {}, { ok: true, data: {} }],
  [undefined, { reason: "late" }, { ok: false, issues: ['The body takes no "reason"'] }],
  [undefined, [], { ok: false, issues: ["The body must be an object"] }],
  [query, undefined, { ok: false, issues: ["The body is required"] }],
  [query, null, { ok: false, issues: ["The body must be an object"] }],
])("S21.1: of what takes %o the body %j is used or refused in words", (schema, value, parsed) => {
  expect(parseBody(schema, value)).toEqual(parsed);
});

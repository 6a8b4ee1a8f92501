import { expect, it } from "vitest";
import * as z from "zod/mini";
import { defineEvent } from "./event.ts";
import { parseRequestedEvent } from "./requested-event.ts";
import { defineStream } from "./stream.ts";

const saved = defineEvent({
  schema: z.object({
    name: z.string(),
    by: z.optional(z.object({ id: z.string() })),
    lines: z.optional(z.array(z.object({ qty: z.number() }))),
    more: z.optional(z.record(z.string(), z.unknown())),
  }),
});
const stream = defineStream({ name: "files", path: "/files", access: "user", custom: z.unknown(), events: { saved } });
const request = (data: unknown) => Reflect.apply(parseRequestedEvent, undefined, [stream, { event: "saved", data }]);

it.each([
  { name: "a" },
  { name: "a", by: undefined, later: undefined },
  { name: "a", by: { id: "ada" }, lines: [{ qty: 1 }, { qty: 2 }], more: { anything: [1, { deep: null }] } },
])("takes what its event holds, as it is: %j", (data) => {
  expect(request(data)).toEqual({ ok: true, data: { event: "saved", data } });
});

it.each([
  [{ name: "a", size: 1 }, ["data.size"]],
  [{ name: "a", size: null, place: "b" }, ["data.size", "data.place"]],
  [{ name: "a", by: { id: "ada", name: "Ada" } }, ["data.by.name"]],
  [{ name: "a", lines: [{ qty: 1 }, { qty: 2, price: 3 }] }, ["data.lines[1].price"]],
  [{ name: "a", toString: "own" }, ["data.toString"]],
])("S21.3: refuses a field that its event does not know, and names it: %j", (data, names) => {
  expect(request(data)).toEqual({
    ok: false,
    issues: names.map((name) => `${name} is no field of the event saved; leave it out`),
  });
});

it.each([
  [{}, "data.name"],
  ["text", "data"],
  [{ name: "a", lines: [{ qty: "1" }] }, "data.lines[0].qty"],
])("S21.3: refuses what its event does not take, and says where: %j", (data, where) => {
  expect(request(data)).toMatchObject({ ok: false, issues: [expect.stringContaining(where)] });
});

it("a custom event holds anything", () => {
  for (const event of ["backup", "toString"]) {
    expect(Reflect.apply(parseRequestedEvent, undefined, [stream, { event, data: { any: 1 } }])).toMatchObject({
      ok: true,
    });
  }
});

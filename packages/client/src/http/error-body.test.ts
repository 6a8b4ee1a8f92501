import { expect, it, vi } from "vitest";
import { readErrors } from "./error-body.ts";

const json = (body: string, type = "application/json") => new Response(body, { headers: { "content-type": type } });

it.each([
  ["the contract's body", json('{"success":false,"errors":["Too late","Sorry"]}'), ["Too late", "Sorry"]],
  [
    "a problem document's type",
    json('{"success":false,"errors":["No"]}', "application/problem+JSON; charset=utf-8"),
    ["No"],
  ],
  ["another body", json('{"message":"No"}'), []],
  ["a success", json('{"success":true,"errors":["No"]}'), []],
  ["a body that is no JSON", json("<html>"), []],
  ["an empty body", json(""), []],
  ["another type", json('{"success":false,"errors":["No"]}', "text/html"), []],
  ["a type that only begins so", json('{"success":false,"errors":["No"]}', "application/jsonish"), []],
  ["no type", new Response(null), []],
])("C3.2: of %s the words are read, or there are none", async (_what, response, words) => {
  expect(await readErrors(response)).toEqual(words);
});

it("a body of another type is not read, because it may never end, and is let go of", async () => {
  const cancel = vi.fn();
  const response = new Response(new ReadableStream({ cancel }), { headers: { "content-type": "text/event-stream" } });
  expect(await readErrors(response)).toEqual([]);
  expect(cancel).toHaveBeenCalledOnce();
});

it("a body that breaks while it is read has no words", async () => {
  const body = new ReadableStream({ start: (controller) => controller.error(new TypeError("terminated")) });
  expect(await readErrors(new Response(body, { headers: { "content-type": "application/json" } }))).toEqual([]);
});

import { brotliCompressSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { serve } from "../testing/serve.ts";
import { createReadJson } from "./read-json.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
const reading = (limit = 100) => {
  const readJson = createReadJson(limit);
  return serve(async (request, response) => ({ read: await readJson(request, response) }));
};
const large = JSON.stringify({ text: "x".repeat(200) });

it.each([
  ["an object", { body: '{"a":"ä"}' }, { a: "ä" }],
  ["a list", { body: "[1]" }, [1]],
  ["no bytes", { body: "", headers: { ...JSON_TYPE, "Content-Length": "0" } }, {}],
  ["a type with a charset", { body: "{}", headers: { "Content-Type": 'Application/JSON; charset="UTF-8"' } }, {}],
  ["a byte order mark", { body: "\ufeff{}" }, {}],
  ["chunks", { body: "{}", headers: { ...JSON_TYPE, "Transfer-Encoding": "chunked" } }, {}],
  ["gzip", { body: gzipSync("[2]"), headers: { ...JSON_TYPE, "Content-Encoding": "gzip" } }, [2]],
  ["br", { body: brotliCompressSync("[3]"), headers: { ...JSON_TYPE, "Content-Encoding": "br" } }, [3]],
])("reads %s", async (_what, asked, read) => {
  const ask = await reading();
  const answer = await ask({ method: "POST", headers: JSON_TYPE, ...asked });
  expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { read }]);
});

it("says nothing where there is no body, whatever its type is said to be", async () => {
  const ask = await reading();
  expect((await ask({ headers: { "Content-Type": "text/plain" } })).text).toBe("{}");
});

it.each([
  ["broken JSON", { body: '{"password": "hunter2' }, 400, /not valid JSON/],
  ["a text", { body: '"hunter2"' }, 400, /not valid JSON/],
  ["null", { body: "null" }, 400, /not valid JSON/],
  ["bytes that are no UTF-8", { body: Buffer.from([0x7b, 0xff, 0x7d]) }, 400, /not valid UTF-8/],
  ["more than the limit", { body: large }, 413, /larger than 100 bytes/],
  [
    "little that grows",
    { body: gzipSync(large), headers: { ...JSON_TYPE, "Content-Encoding": "gzip" } },
    413,
    /100 bytes/,
  ],
  ["what is not gzip", { body: "{}", headers: { ...JSON_TYPE, "Content-Encoding": "gzip" } }, 400, /cannot be read/],
  [
    "an unknown compression",
    { body: "{}", headers: { ...JSON_TYPE, "Content-Encoding": "lzma" } },
    415,
    /gzip, deflate or br/,
  ],
  ["another charset", { body: "{}", headers: { "Content-Type": "application/json; charset=latin1" } }, 415, /UTF-8/],
  [
    "another type",
    { body: "{}", headers: { "Content-Type": "application/json-patch+json" } },
    415,
    /application\/json/,
  ],
  [
    "a form",
    { body: "a=1", headers: { "Content-Type": "application/x-www-form-urlencoded" } },
    415,
    /application\/json/,
  ],
  ["no type", { body: "{}", headers: {} }, 415, /application\/json/],
])("refuses %s in words that do not quote it", async (_what, asked, status, words) => {
  const ask = await reading();
  const answer = await ask({ method: "POST", headers: JSON_TYPE, ...asked });
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text).errors).toEqual([expect.stringMatching(words)]);
  expect(answer.text).not.toContain("hunter2");
});

it("takes a body of exactly the limit", async () => {
  const body = JSON.stringify({ text: "x".repeat(89) });
  const ask = await reading(body.length);
  expect((await ask({ method: "POST", headers: JSON_TYPE, body })).status).toBe(200);
  expect((await ask({ method: "POST", headers: JSON_TYPE, body: `${body} ` })).status).toBe(413);
});

it("takes what a parser in front has read, but no other type than JSON", async () => {
  const readJson = createReadJson(100);
  const ask = await serve((request, response) => readJson(Object.assign(request, { body: { a: 1 } }), response));
  expect((await ask({ method: "POST", headers: JSON_TYPE, body: "{}" })).text).toBe('{"a":1}');
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  expect((await ask({ method: "POST", headers: form, body: "a=1" })).status).toBe(415);
});

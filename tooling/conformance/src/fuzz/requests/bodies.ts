import { gzipSync } from "node:zlib";
import { orderStatuses } from "@tidings/contracts/orders";
import fc from "fast-check";
import { anyText, pointedText } from "./random-text.ts";

/** A request's body and the headers that describe it, its length excepted. */
export interface Body {
  readonly bytes: Buffer;
  readonly headers: readonly string[];
}

const JSON_TYPE = "Content-Type: application/json";

const text = fc.oneof(anyText, pointedText);
const status = fc.record({ order_status: fc.oneof(fc.constantFrom(...orderStatuses), text, fc.jsonValue()) });
const amount = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -0, 0.1, 100_000, 1e-9, 1e308));
const item = fc.record(
  { name: text, qty: amount, unit_price: amount, __extra: fc.jsonValue() },
  { requiredKeys: ["name", "qty", "unit_price"] },
);
const goodItem = fc.record({
  name: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
  qty: fc.integer({ min: 1, max: 99 }),
  unit_price: fc.integer({ min: 0, max: 10_000_000 }).map((cents) => cents / 100),
});
const placement = fc.record({
  address_id: fc.oneof(text, fc.constant("home")),
  items: fc.oneof(fc.array(item, { maxLength: 60 }), fc.array(goodItem, { minLength: 1, maxLength: 4 })),
});

const json = fc.oneof(
  { arbitrary: status.map((value) => JSON.stringify(value)), weight: 4 },
  { arbitrary: placement.map((value) => JSON.stringify(value)), weight: 4 },
  fc.oneof(text, fc.constantFrom("orders", "notifications")).map((stream) => JSON.stringify({ stream })),
  { arbitrary: fc.json(), weight: 2 },
  fc.constantFrom(
    '{"__proto__":{"role":"admin","order_status":"Delivered"}}',
    '{"constructor":{"prototype":{"role":"admin"}},"order_status":"Cancelled"}',
    '{"order_status":"Preparing","order_status":"Lost"}',
    '{"order_status":["Preparing"]}',
    '{"email":{"$gt":""},"password":{"$gt":""}}',
    '\uFEFF{"order_status":"Preparing"}',
    '{"order_status":"Prep\\u0000aring"}',
    '{"order_status":"\\ud800"}',
    `{"order_status":"${"x".repeat(70_000)}"}`,
    "[".repeat(20_000),
    `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
    "",
    "{",
  ),
);

const otherTypes = fc.constantFrom(
  "Content-Type: application/json; charset=utf-8",
  "Content-Type: application/json; charset=latin1",
  "Content-Type: application/json; charset=utf-16",
  "Content-Type: APPLICATION/JSON",
  "Content-Type: application/vnd.api+json",
  "Content-Type: application/x-www-form-urlencoded",
  "Content-Type: multipart/form-data; boundary=x",
  "Content-Type: text/plain",
  "Content-Type: ;;;",
  "Content-Type:",
);

const TEN_MEBIBYTES_OF_NOTHING = gzipSync(Buffer.alloc(10 * 1024 * 1024, " "));

const encoded = fc.oneof(
  json.map((value) => encodedBody(gzipSync(value), "gzip")),
  json.map((value) => encodedBody(gzipSync(value).subarray(0, -6), "gzip")),
  json.map((value) => encodedBody(Buffer.from(value), "gzip")),
  fc
    .tuple(json, fc.constantFrom("br", "deflate", "identity", "zstd", "gzip, gzip", "nonsense"))
    .map(([value, encoding]) => encodedBody(Buffer.from(value), encoding)),
  fc.constant(encodedBody(TEN_MEBIBYTES_OF_NOTHING, "gzip")),
);

/** Bodies that fit the contract, nearly fit it, and do not fit anything. */
export const bodies: fc.Arbitrary<Body> = fc.oneof(
  { arbitrary: json.map((value) => ({ bytes: Buffer.from(value), headers: [JSON_TYPE] })), weight: 8 },
  fc.tuple(json, otherTypes).map(([value, type]) => ({ bytes: Buffer.from(value), headers: [type] })),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => ({ bytes: Buffer.from(bytes), headers: [JSON_TYPE] })),
  encoded,
);

function encodedBody(bytes: Buffer, encoding: string): Body {
  return { bytes, headers: [JSON_TYPE, `Content-Encoding: ${encoding}`] };
}

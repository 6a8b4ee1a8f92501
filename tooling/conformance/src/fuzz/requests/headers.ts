import fc from "fast-check";
import { latin1, pointedText } from "./random-text.ts";
import type { World } from "./world.ts";

/** A header as it is written. */
export interface Header {
  readonly name: string;
  readonly value: string;
  /**
   * Whether Node may refuse the whole request because of it, or wait for more. Silence and answers without a body are
   * then accepted.
   */
  readonly hostile: boolean;
}

const BASE64URL = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Headers that authenticate: valid, stolen and forged ones. */
export function credentials(world: World): fc.Arbitrary<Header> {
  const { ada, grace, admin } = world.people;
  const genuine = fc.constantFrom(ada.token, grace.token, admin.token);
  const claims = { sub: admin.id, id: admin.id, role: "admin", exp: 4_102_444_800 };
  const forged = fc.oneof(
    fc.constant(`${BASE64URL({ alg: "none", typ: "JWT" })}.${BASE64URL(claims)}.`),
    fc.constant(`${BASE64URL({ alg: "HS256", typ: "JWT" })}.${BASE64URL(claims)}.${"A".repeat(43)}`),
    genuine.map((token) => `${token.slice(0, -4)}AAAA`),
    genuine.map((token) => token.toUpperCase()),
    fc.constantFrom("", "null", "a.b.c", "..", "x".repeat(4_000)),
    latin1,
  );
  const token = fc.oneof({ arbitrary: genuine, weight: 3 }, { arbitrary: forged, weight: 1 });
  const scheme = fc.constantFrom("Bearer ", "Bearer ", "Bearer ", "bearer  ", "Basic ", "");
  return fc.oneof(
    fc.tuple(scheme, token).map(([prefix, text]) => header("Authorization", prefix + text)),
    token.map((text) => header("Cookie", `jwt=${text}`)),
    fc.tuple(token, token).map(([one, two]) => header("Cookie", `a=b; jwt=${one}; jwt=${two}; __proto__=1`)),
  );
}

/** Headers that servers read, with values that they do not expect. */
export function headers({ position }: World): fc.Arbitrary<Header> {
  const [epoch = ""] = position.split(":");
  const lastEventId = fc.oneof(
    fc.integer({ min: 0, max: 2 ** 31 }).map((sequence) => `${epoch}:${sequence}`),
    fc.constantFrom(position, `${epoch}:0`, "elsewhere:1", `${epoch}:99999999999999999999`, `${epoch}:-1`),
    fc.integer({ min: 1, max: 9_000 }).map((length) => "9".repeat(length)),
    latin1,
    pointedText,
  );
  const value = fc.oneof(latin1, pointedText);
  return fc.oneof(
    { arbitrary: lastEventId.map((text) => header("Last-Event-ID", text)), weight: 3 },
    oneOf("Accept", ["text/event-stream", "application/json", "text/html", "*/*", "", "image/*;q=nonsense"]),
    oneOf("Origin", [
      "http://localhost:5173",
      "https://evil.example",
      "null",
      "http://[",
      "http://localhost:5173@evil",
    ]),
    oneOf("Sec-Fetch-Site", ["same-origin", "cross-site", "none", "nonsense"]),
    oneOf("Access-Control-Request-Method", ["PATCH", "nonsense"]),
    oneOf("Accept-Encoding", ["gzip", "br", "*;q=0", "nonsense"]),
    oneOf("Range", ["bytes=0-1", "bytes=999999-", "bytes=5-1", "lines=1-2", "bytes=0-1,3-4,-1"]),
    oneOf("If-None-Match", ["*", '"x"', "x"]),
    oneOf("If-Match", ['"x"', "*"]),
    oneOf("If-Modified-Since", ["Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT", "soon"]),
    oneOf("If-Unmodified-Since", ["Thu, 01 Jan 1970 00:00:00 GMT", "soon"]),
    oneOf("X-Forwarded-For", ["127.0.0.1", "1.2.3.4, 5.6.7.8", "nonsense"]),
    oneOf("X-Forwarded-Proto", ["https", "nonsense"]),
    oneOf("X-HTTP-Method-Override", ["DELETE"]),
    oneOf("Cache-Control", ["no-cache", "only-if-cached"]),
    value.map((text) => header("X-Request-Id", text)),
    fc
      .tuple(fc.stringMatching(/^[A-Za-z!#$%&'*+.^_`|~-]{1,20}$/), value)
      .map(([name, text]) => header(`X-${name}`, text)),
  );
}

/** Headers that change how the message is framed or handled before any route is asked. */
export const hostileHeaders: fc.Arbitrary<Header> = fc
  .oneof(
    oneOf("Content-Length", ["5", "-1", "+4", "0x10", "1e3", "99999999999999999999", "", "3, 3"]),
    oneOf("Transfer-Encoding", ["chunked", "identity", "gzip, chunked", "chunked, chunked", "xchunked", " chunked"]),
    oneOf("Expect", ["100-continue", "200-ok", ""]),
    oneOf("Upgrade", ["websocket", "h2c"]),
    oneOf("Connection", ["Upgrade", "close, keep-alive", "nonsense", "Transfer-Encoding"]),
    oneOf("Host", ["", "a b", "evil.example", "localhost:99999"]),
    fc.integer({ min: 15_000, max: 40_000 }).map((length) => header("X-Large", "x".repeat(length), true)),
    fc.string({ unit: "binary", maxLength: 10 }).map((text) => header(text, "1", true)),
    fc.constantFrom("a\0b", "a\rb", "a\nb", "a\r\n b", "\x7f").map((text) => header("X-Broken", text, true)),
  )
  .map((one) => ({ ...one, hostile: true }));

function header(name: string, value: string, hostile = false): Header {
  // Node trims and takes any byte from 0x20 on but DEL; what it does not take is hostile.
  return { name, value, hostile: hostile || /[^\t\x20-\x7e\x80-\xff]/.test(value) };
}

function oneOf(name: string, values: readonly string[]): fc.Arbitrary<Header> {
  return fc.constantFrom(...values).map((value) => header(name, value));
}

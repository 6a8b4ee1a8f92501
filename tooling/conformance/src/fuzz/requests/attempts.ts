import fc from "fast-check";
import { type Message, messages } from "./messages.ts";
import type { World } from "./world.ts";

/** What is written on one connection. */
export interface Attempt {
  readonly bytes: Buffer;
  /** The requests in it, in order; empty if that cannot be known. */
  readonly messages: readonly Message[];
  /** How many answers have to come: all or none. */
  readonly owed: number;
}

/** One request a connection, mostly; also several at once, half ones, and noise. */
export function attempts(world: World): fc.Arbitrary<Attempt> {
  const message = messages(world);
  const pipelined = fc.array(message, { minLength: 2, maxLength: 5 }).map(attempt);
  const truncated = fc
    .tuple(fc.array(message, { minLength: 1, maxLength: 2 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([several, part]): Attempt => {
      const { bytes } = attempt(several);
      return { bytes: bytes.subarray(0, Math.floor(bytes.length * part)), messages: several, owed: 0 };
    });
  const noise = fc
    .oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          "GET /api/orders\r\n\r\n",
          "GET /api/orders HTTP/1.0\r\n\r\n",
          "GET /api/orders HTTP/1.1\r\n\r\n",
          "GET /api/orders HTTP/2.0\r\nHost: x\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n",
          "GET http://evil.example/api/orders HTTP/1.1\r\nHost: evil.example\r\n\r\n",
          "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
          "TRACE /api/orders HTTP/1.1\r\nHost: x\r\n\r\n",
          "get /api/orders HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /api/orders HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
          "GET /api/orders HTTP/1.1\nHost: x\n\n",
          "POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /",
          "\r\n\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
          "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        )
        .map((text) => Buffer.from(text, "latin1")),
    )
    .map((bytes): Attempt => ({ bytes, messages: [], owed: 0 }));
  return fc.oneof(
    { arbitrary: message.map((one) => attempt([one])), weight: 16 },
    { arbitrary: pipelined, weight: 2 },
    { arbitrary: truncated, weight: 2 },
    { arbitrary: noise, weight: 1 },
  );
}

function attempt(several: readonly Message[]): Attempt {
  return {
    bytes: Buffer.concat(several.map(({ bytes }) => bytes)),
    messages: several,
    // A request that breaks the connection also loses earlier requests that were not answered yet.
    owed: several.every(({ sound }) => sound) ? several.length : 0,
  };
}

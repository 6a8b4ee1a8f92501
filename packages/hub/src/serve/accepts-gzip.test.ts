import { expect, it } from "vitest";
import { acceptsGzip } from "./accepts-gzip.ts";

it.each([
  ["gzip", true],
  ["gzip, deflate, br, zstd", true],
  ["br, GZIP;q=0.5", true],
  ["*", true],
  [undefined, false],
  ["", false],
  ["br, deflate", false],
  ["gzip;q=0", false],
  ["*, gzip;q=0", false],
  ["identity, gzip;q=0.5", false],
  ["identity", false],
])("Accept-Encoding %j: gzip %s", (header, expected) => {
  expect(acceptsGzip(header)).toBe(expected);
});

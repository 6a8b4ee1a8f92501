import fc from "fast-check";
import { expect, it } from "vitest";
import { readAddress } from "./read-address.ts";

it.each([
  ["203.0.113.7", "203.0.113.7"],
  [" 203.0.113.7 ", "203.0.113.7"],
  ["203.0.113.7:4711", "203.0.113.7"],
  ['"203.0.113.7:4711"', "203.0.113.7"],
  ["2001:db8::1", "2001:db8::1"],
  ["2001:DB8::1", "2001:DB8::1"],
  ["[2001:db8::1]", "2001:db8::1"],
  ["[2001:db8::1]:4711", "2001:db8::1"],
  ['"[2001:db8::1]:4711"', "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["[fe80::1%25eth0]:80", "fe80::1"],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ["::ffff:192.0.2.1:80", "::ffff:192.0.2.1"],
  ["[::ffff:192.0.2.1]:80", "::ffff:192.0.2.1"],
])("S9.4: %s is the address %s", (text, address) => {
  expect(readAddress(text)).toBe(address);
});

it.each([
  undefined,
  "",
  "unknown",
  "_hidden",
  "localhost",
  "for=203.0.113.7",
  "203.0.113",
  "203.0.113.7.8",
  "203.0.113.256",
  "203.0.113.07",
  "203.0.113.7:",
  "203.0.113.7:65536",
  "203.0.113.7:4711:1",
  "203.0.113.7:_port",
  "203.0.113.7%eth0",
  "203.0.113.7 203.0.113.8",
  "203.0.113.7/32",
  "0xcb007107",
  "3405803783",
  "[203.0.113.7]",
  "[203.0.113.7]:80",
  "[2001:db8::1",
  "[2001:db8::1]4711",
  "[2001:db8::1]:123456",
  "[]",
  "2001:db8::1::2",
  "1:2:3:4:5:6:7:8:4711",
  '"203.0.113.7',
])("S9.5: %s is no address", (text) => {
  expect(readAddress(text)).toBeUndefined();
});

it("S9.4: an address is the same with any port, in brackets or quotes", () => {
  const port = fc.integer({ min: 0, max: 65_535 });
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV6(), port, (v4, v6, number) => {
      expect([v4, `${v4}:${number}`, `"${v4}:${number}"`].map(readAddress)).toEqual([v4, v4, v4]);
      expect([`[${v6}]`, `[${v6}]:${number}`, `"[${v6}]:${number}"`].map(readAddress)).toEqual([v6, v6, v6]);
    }),
  );
});

it("S9.5: nothing that anybody writes is taken for an address that it is not part of", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const address = readAddress(text);
      if (address !== undefined) expect(text).toContain(address);
    }),
  );
});

import { expect, it } from "vitest";
import { serve } from "../testing/serve.ts";
import { createTrust, forwardedAddress, readTrustedProxies, type TrustedProxies } from "./trusted-proxies.ts";

it.each([
  ["false", false],
  ["0", false],
  ["2", 2],
  ["99", 99],
  ["10.0.0.0/8, ::1,loopback", ["10.0.0.0/8", "::1", "loopback"]],
  ["fd00::/8", ["fd00::/8"]],
  ["192.0.2.1/32", ["192.0.2.1/32"]],
  ["linklocal,uniquelocal", ["linklocal", "uniquelocal"]],
  ["true", undefined],
  ["100", undefined],
  ["", undefined],
  ["10.0.0.0/0", undefined],
  ["10.0.0.0/33", undefined],
  ["::/129", undefined],
  ["::1/128", ["::1/128"]],
  ["10.0.0.0/8/8", undefined],
  ["10.0.0.0/", undefined],
  ["10.0.0.1,99", undefined],
  ["fe80::1%eth0", undefined],
  ["proxy.example.com", undefined],
])("S9.5: the proxies %j are read as %j", (text, proxies) => {
  expect(readTrustedProxies(text)).toEqual(proxies);
});

/** The address that is seen of a request from this machine with these headers. */
async function seen(proxies: TrustedProxies, forwarded?: string): Promise<string> {
  const trusts = createTrust(proxies);
  const ask = await serve((request) => forwardedAddress(request, trusts));
  return JSON.parse((await ask({ headers: forwarded === undefined ? {} : { "X-Forwarded-For": forwarded } })).text);
}

it.each([
  [false, "203.0.113.7", "127.0.0.1"],
  [1, "203.0.113.7", "203.0.113.7"],
  [1, undefined, "127.0.0.1"],
  // Whoever sends the header himself is one hop further away.
  [1, "198.51.100.1, 203.0.113.7", "203.0.113.7"],
  [2, "198.51.100.1, 203.0.113.7", "198.51.100.1"],
  [["loopback"], "198.51.100.1, 203.0.113.7", "203.0.113.7"],
  [["loopback", "203.0.113.0/24"], "198.51.100.1, 203.0.113.7", "198.51.100.1"],
  [["loopback", "203.0.113.0/24"], "198.51.100.1, 203.0.113.7:4711", "198.51.100.1"],
  [["10.0.0.0/8"], "203.0.113.7", "127.0.0.1"],
  [["loopback"], "203.0.113.7:4711", "203.0.113.7"],
  [["loopback"], '"[2001:db8::1]:4711"', "2001:db8::1"],
  [["loopback"], "unknown", "127.0.0.1"],
  [["loopback"], "_hidden", "127.0.0.1"],
] as const)("S9.5: behind %j, X-Forwarded-For %j counts as %s", async (proxies, forwarded, address) => {
  expect(await seen(proxies, forwarded)).toBe(address);
});

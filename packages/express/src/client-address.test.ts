import express from "express";
import { expect, it } from "vitest";
import { addressIn, clientAddress, trustProxies } from "./client-address.ts";
import { serveApp } from "./testing/serve-app.ts";

/** The address that Express's routes see, and the one that is seen ahead of Express. */
async function seen(proxies: false | number | readonly string[], forwarded?: string) {
  const app = express();
  trustProxies(app, proxies);
  const ahead = addressIn(app);
  app.use((request, response) => void response.json([clientAddress(request), ahead(request)]));
  const { ask } = await serveApp(app);
  return JSON.parse((await ask({ headers: forwarded === undefined ? {} : { "X-Forwarded-For": forwarded } })).text);
}

it.each([
  [false, "203.0.113.7", "127.0.0.1"],
  [1, undefined, "127.0.0.1"],
  [1, "198.51.100.1, 203.0.113.7", "203.0.113.7"],
  [["loopback", "203.0.113.0/24"], "198.51.100.1, 203.0.113.7:4711", "198.51.100.1"],
  [["loopback"], "[2001:db8::1]:4711", "2001:db8::1"],
  [["loopback"], "unknown", "127.0.0.1"],
  [["10.0.0.0/8"], "203.0.113.7", "127.0.0.1"],
] as const)(
  "S9.5: behind %j, X-Forwarded-For %j is %s, in Express and ahead of it",
  async (proxies, forwarded, address) => {
    expect(await seen(proxies, forwarded)).toEqual([address, address]);
  },
);

import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { domains, endpoints, streams } from "./domains.ts";
import { ordersStream, placeOrder } from "./orders/index.ts";

/** Folders of the contract that are no domains: the language that the domains are written in. */
const LANGUAGE = ["control", "definition", "testing"];

it("lists every folder that holds a domain, each once", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = folders.map(({ name }) => name).filter((name) => !LANGUAGE.includes(name));
  expect(domains.map(({ name }) => name).toSorted()).toEqual(found.toSorted());
});

it("finds the streams and endpoints that the domains export, each once", () => {
  expect(new Set(streams.map(({ name }) => name)).size).toBe(streams.length);
  expect(streams).toContain(ordersStream);
  expect(endpoints).toContainEqual({ domain: "orders", endpoint: placeOrder });
});

import { describe, expect, it } from "vitest";
import * as admin from "./admin-orders/index.ts";
import * as auth from "./auth/index.ts";
import * as chat from "./chat/index.ts";
import type { AnyEndpoint } from "./definition/endpoint.ts";
import { parse } from "./definition/parse.ts";
import * as notifications from "./notifications/index.ts";
import * as orders from "./orders/index.ts";
import * as records from "./records/index.ts";

function isEndpoint(exported: unknown): exported is AnyEndpoint {
  return typeof exported === "object" && exported !== null && "kind" in exported && exported.kind === "endpoint";
}

const endpoints = [admin, auth, chat, notifications, orders, records].flatMap((part) =>
  Object.values(part).filter(isEndpoint),
);

it("no two endpoints share a name, or a method and path", () => {
  expect(endpoints.length).toBeGreaterThan(30);
  expect(new Set(endpoints.map(({ name }) => name)).size).toBe(endpoints.length);
  expect(new Set(endpoints.map(({ method, path }) => `${method} ${path}`)).size).toBe(endpoints.length);
});

it("an endpoint bears the name that it is exported by", () => {
  const named = [admin, auth, chat, notifications, orders, records].flatMap((part) => Object.entries(part));
  const strangers = named.filter(([name, value]) => isEndpoint(value) && value.name !== name);
  expect(strangers.map(([name]) => name)).toEqual([]);
});

describe.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))("endpoint %s", (_, endpoint) => {
  it("has samples that fit its schemas", () => {
    expect(parse(endpoint.data, endpoint.samples?.data)).toEqual({ ok: true, data: endpoint.samples?.data });
    if (endpoint.body === undefined) expect(endpoint.samples?.body).toBeUndefined();
    else expect(parse(endpoint.body, endpoint.samples?.body)).toMatchObject({ ok: true });
  });

  it("says what it does beyond its summary", () => {
    expect(endpoint.description).toMatch(/^[A-Z].*\.$/);
  });
});

import { describe, expect, it } from "vitest";
import { parse } from "./definition/parse.ts";
import { domains, endpoints as listed } from "./domains.ts";

const endpoints = listed.map(({ endpoint }) => endpoint);

it("no two endpoints share a name, or a method and path", () => {
  expect(endpoints.length).toBeGreaterThan(30);
  expect(new Set(endpoints.map(({ name }) => name)).size).toBe(endpoints.length);
  expect(new Set(endpoints.map(({ method, path }) => `${method} ${path}`)).size).toBe(endpoints.length);
});

it("an endpoint bears the name that it is exported by", () => {
  const names = new Map(
    domains.flatMap(({ exports }) => Object.entries(exports)).map(([name, value]) => [value, name]),
  );
  for (const endpoint of endpoints) expect(names.get(endpoint)).toBe(endpoint.name);
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

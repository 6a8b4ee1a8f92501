import { sampleOrders } from "@tidings/contracts/orders";
import { createOrigins } from "@tidings/express";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";

const path = `/api/orders/${sampleOrders[0].id}/cancel`;

it("S6.1: an origin is allowed by its whole name, a port by the star", () => {
  const { allows } = createOrigins(["https://a.example.com", "http://localhost:*"]);
  for (const origin of ["https://a.example.com", "http://localhost", "http://localhost:5173"]) {
    expect(allows(origin)).toBe(true);
  }
  for (const origin of [
    "http://a.example.com",
    "https://a.example.com:8443",
    "https://a.example.com.evil.example",
    "https://localhost:5173",
    "http://localhost:5173.evil.example",
    "http://localhost.evil.example",
    "null",
    "*",
    "",
  ]) {
    expect(allows(origin)).toBe(false);
  }
});

it("S6.1: an allowed page may read answers with its cookies; for another nothing is said", async () => {
  await using server = await startServer({ env: { CORS_ORIGINS: "https://a.example.com" } });
  const allowed = await server.fetch("/api/orders", { headers: { Origin: "https://a.example.com" } });
  expect(allowed.headers.get("access-control-allow-origin")).toBe("https://a.example.com");
  expect(allowed.headers.get("access-control-allow-credentials")).toBe("true");
  expect(allowed.headers.get("access-control-expose-headers")).toContain("Retry-After");
  expect(allowed.headers.get("vary")).toContain("Origin");
  const foreign = await server.fetch("/api/orders", { headers: { Origin: "https://b.example.com" } });
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  expect(foreign.headers.get("access-control-allow-credentials")).toBeNull();
  expect(foreign.headers.get("vary")).toContain("Origin");
});

it("S6.2: a preflight is answered without a token, with the headers that the client sends", async () => {
  await using server = await startServer({ env: { CORS_ORIGINS: "https://a.example.com" } });
  const preflight = (origin: string) =>
    server.fetch("/api/orders/stream", {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "last-event-id",
      },
    });
  const allowed = await preflight("https://a.example.com");
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get("access-control-allow-headers")).toMatch(/Authorization.*Content-Type.*Last-Event-ID/);
  expect(allowed.headers.get("access-control-allow-methods")).toContain("PATCH");
  const foreign = await preflight("https://b.example.com");
  expect(foreign.headers.get("access-control-allow-headers")).toBeNull();
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
});

it("S6.1: the stream too is readable for an allowed page", async () => {
  await using server = await startServer({ env: { CORS_ORIGINS: "https://a.example.com" } });
  const token = await server.signIn("ada@example.com");
  const stream = await server.open("/api/orders/stream", {
    headers: { Origin: "https://a.example.com", Authorization: `Bearer ${token}` },
  });
  expect(stream.response.headers.get("access-control-allow-origin")).toBe("https://a.example.com");
  expect(stream.response.headers.get("access-control-allow-credentials")).toBe("true");
});

it.each([
  ["of another site", { Origin: "https://evil.example" }, 403],
  ["of a sandboxed frame", { Origin: "null" }, 403],
  ["of another site that hides its origin", { "Sec-Fetch-Site": "cross-site" }, 403],
  ["of a sister site", { Origin: "https://b.example.com", "Sec-Fetch-Site": "same-site" }, 403],
  ["of a sister site that hides its origin", { "Sec-Fetch-Site": "same-site" }, 403],
  ["of this server", { Origin: "own" }, 200],
  [
    "of this server behind a proxy that changes the host",
    { Origin: "https://shop.example.com", "Sec-Fetch-Site": "same-origin" },
    200,
  ],
  ["of an allowed site", { Origin: "https://a.example.com" }, 200],
  ["of no page at all", {}, 200],
] as const)("S5.2: a cookie's write from a page %s", async (_what, headers, status) => {
  await using server = await startServer({ env: { CORS_ORIGINS: "https://a.example.com" } });
  const token = await server.signIn("ada@example.com");
  const own = "Origin" in headers && headers.Origin === "own" ? { Origin: server.url } : headers;
  const response = await server.fetch(path, { method: "POST", headers: { Cookie: `jwt=${token}`, ...own } });
  expect(response.status).toBe(status);
  if (status === 403) {
    expect(await response.json()).toEqual({ success: false, errors: ["Not authorized for this resource"] });
  }
});

it("S5.2: a bearer or query token is proof enough, and reading is not writing", async () => {
  await using server = await startServer();
  const token = await server.signIn("admin@example.com");
  const Origin = "https://evil.example";
  const bearer = { Origin, Authorization: `Bearer ${token}` };
  expect((await server.fetch(path, { method: "POST", headers: bearer })).status).toBe(200);
  expect((await server.fetch(`${path}?token=${token}`, { method: "POST", headers: { Origin } })).status).toBe(200);
  expect((await server.fetch("/api/orders", { headers: { Origin, Cookie: `jwt=${token}` } })).status).toBe(200);
});

it("S5.3: another site's page can neither sign its visitor in nor out, whatever token it shows", async () => {
  await using server = await startServer();
  const token = await server.signIn("grace@example.com");
  const foreign: (readonly [string, Record<string, string>])[] = [
    ["", {}],
    ["?token=x", {}],
    [`?token=${token}`, {}],
    ["?token=", {}],
    ["?token=x&token=y", {}],
    ["", { Authorization: "Bearer x" }],
    ["", { Authorization: `Bearer ${token}` }],
    ["?token=x", { Cookie: `jwt=${token}` }],
  ];
  for (const route of ["/api/auth/login", "/api/auth/logout", "/API/auth/Logout/"]) {
    for (const [query, headers] of foreign) {
      for (const page of [{ Origin: "https://evil.example" }, { "Sec-Fetch-Site": "cross-site" }]) {
        const response = await server.fetch(`${route}${query}`, {
          method: "POST",
          headers: { ...headers, ...page, "Content-Type": "application/json" },
          body: JSON.stringify({ email: "grace@example.com", password: "tidings-demo" }),
        });
        expect([route, query, response.status]).toEqual([route, query, 403]);
        expect(response.headers.get("set-cookie")).toBeNull();
      }
    }
  }
  expect((await server.call(token, "GET", "/api/auth/me")).status).toBe(200);
});

it("S5.2: behind a proxy the name that the browser used counts", async () => {
  await using server = await startServer({ env: { TRUST_PROXY: "1" } });
  const token = await server.signIn("ada@example.com");
  const response = await server.fetch(path, {
    method: "POST",
    headers: { Cookie: `jwt=${token}`, Origin: "https://shop.example.com", "X-Forwarded-Host": "shop.example.com" },
  });
  expect(response.status).toBe(200);
});

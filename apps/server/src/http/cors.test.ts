import { expect, it } from "vitest";
import { startServer, type TestServer } from "../testing/start-server.ts";

const ORIGIN = "https://a.example.com";
const TRACING = ["traceparent", "tracestate", "baggage", "sentry-trace"];

async function allowedHeaders(server: TestServer, path: string, origin = ORIGIN): Promise<readonly string[]> {
  const response = await server.fetch(path, {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": "GET",
      "Access-Control-Request-Headers": TRACING.join(),
    },
  });
  expect(response.status).toBe(204);
  const names = response.headers.get("access-control-allow-headers")?.split(",") ?? [];
  return names.map((name) => name.trim().toLowerCase());
}

it.each(["/api/orders", "/api/orders/stream", "/api/sse", "/events/stream", "/api/auth/login"])(
  "S6.2: a preflight of %s allows what the client and tracing tools send",
  async (path) => {
    await using server = await startServer({ env: { CORS_ORIGINS: ORIGIN } });
    const allowed = await allowedHeaders(server, path);
    expect(allowed).toEqual(
      expect.arrayContaining([
        ...["authorization", "content-type", "last-event-id", "cache-control", "idempotency-key"],
        ...TRACING,
      ]),
    );
    expect(allowed).not.toContain("*");
    expect(await allowedHeaders(server, path, "https://b.example.com")).toEqual([]);
  },
);

it("S6.2: CORS_HEADERS adds others", async () => {
  await using server = await startServer({ env: { CORS_ORIGINS: ORIGIN, CORS_HEADERS: "X-Tenant, x-api-key" } });
  const allowed = await allowedHeaders(server, "/api/orders");
  expect(allowed).toEqual(expect.arrayContaining(["authorization", ...TRACING, "x-tenant", "x-api-key"]));
});

it("S6.3: a refused request too can be read by an allowed page, with when to come again", async () => {
  await using server = await startServer({ env: { CORS_ORIGINS: ORIGIN, CONNECTS_PER_MINUTE_PER_ADDRESS: "1" } });
  const headers = { Origin: ORIGIN, traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
  await server.fetch("/api/orders/stream", { headers });
  const refused = await server.fetch("/api/orders/stream", { headers });
  expect(refused.status).toBe(429);
  expect(refused.headers.get("access-control-allow-origin")).toBe(ORIGIN);
  expect(refused.headers.get("access-control-expose-headers")?.split(", ")).toEqual(
    expect.arrayContaining(["Retry-After", "X-Request-Id"]),
  );
});

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startServer, temporaryDirectory } from "../testing/start-server.ts";

const html = { headers: { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" } };

function buildDemo(directory: string): string {
  const dist = join(directory, "dist");
  mkdirSync(join(dist, "assets"), { recursive: true });
  writeFileSync(join(dist, "index.html"), "<!doctype html><title>the page</title>");
  writeFileSync(join(dist, "assets", "index-abc123.js"), "console.log(1)");
  return dist;
}

it("serves the built page at every path that a browser opens, asked for anew each time", async () => {
  using directory = temporaryDirectory();
  await using server = await startServer({ env: { DEMO_DIR: buildDemo(directory.path) } });
  for (const path of ["/", "/admin", "/orders/ORD-A7X3B2", "/index.html"]) {
    const response = await server.fetch(path, html);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(await response.text()).toContain("the page");
  }
});

it("what the build named by its content is cached for good", async () => {
  using directory = temporaryDirectory();
  await using server = await startServer({ env: { DEMO_DIR: buildDemo(directory.path) } });
  const response = await server.fetch("/assets/index-abc123.js");
  expect(response.headers.get("content-type")).toMatch(/javascript/);
  expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
});

it("a missing script is 404 and not the page, and the API never answers with the page", async () => {
  using directory = temporaryDirectory();
  await using server = await startServer({ env: { DEMO_DIR: buildDemo(directory.path) } });
  expect((await server.fetch("/assets/gone.js")).status).toBe(404);
  const api = await server.fetch("/api/nowhere", html);
  expect(api.status).toBe(404);
  expect(api.headers.get("content-type")).toMatch(/^application\/json/);
});

it.each([
  ["/", { "If-Match": '"another"' }, 412],
  ["/some/page", { "If-Match": '"another"' }, 412],
  ["/assets/index-abc123.js", { "If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT" }, 412],
  ["/assets/index-abc123.js", { Range: "bytes=999-" }, 416],
  ["/some/page", { Range: "bytes=999-" }, 416],
])("%s with %j is %i in words, and no failure of ours", async (path, headers, status) => {
  using directory = temporaryDirectory();
  await using server = await startServer({ env: { DEMO_DIR: buildDemo(directory.path) } });
  const response = await server.fetch(path, { headers: { ...html.headers, ...headers } });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ success: false, errors: [expect.stringMatching(/request it without /)] });
});

it("no file outside the build is served", async () => {
  using directory = temporaryDirectory();
  await using server = await startServer({ env: { DEMO_DIR: buildDemo(directory.path) } });
  writeFileSync(join(directory.path, "secret.txt"), "secret");
  for (const path of ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%5c..%5csecret.txt", "/.env"]) {
    const response = await server.fetch(path);
    expect(await response.text()).not.toContain("secret");
  }
});

it("without a build it says what to run", async () => {
  await using server = await startServer();
  for (const init of [html, {}]) {
    const response = await server.fetch("/", init);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("pnpm start");
  }
});

it("helmet's headers: nothing inline, nothing framed, HTTPS remembered in production only", async () => {
  await using server = await startServer();
  const { headers } = await server.fetch("/", html);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  expect(policy).not.toContain("upgrade-insecure-requests");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-powered-by")).toBeNull();
  expect(headers.get("strict-transport-security")).toBeNull();
  await using production = await startServer({ env: { NODE_ENV: "production", JWT_SECRET: "x".repeat(32) } });
  expect((await production.fetch("/healthz")).status).toBe(200);
  expect((await production.fetch("/", html)).headers.get("strict-transport-security")).toBe("max-age=15552000");
});

it("GET /healthz tells whether the database answers", async () => {
  await using server = await startServer();
  expect(await (await server.fetch("/healthz")).json()).toEqual({ success: true, data: { status: "ok" } });
});

it("every answer has a request id; one given from outside counts behind a trusted proxy only", async () => {
  await using server = await startServer();
  const given = { headers: { "X-Request-Id": "abc-1" } };
  expect((await server.fetch("/healthz", given)).headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  await using behind = await startServer({ env: { TRUST_PROXY: "1" } });
  expect((await behind.fetch("/healthz", given)).headers.get("x-request-id")).toBe("abc-1");
  const forged = { headers: { "X-Request-Id": 'a","level":60' } };
  expect((await behind.fetch("/healthz", forged)).headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

import { get, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";
import { createAsyncApi } from "./asyncapi.ts";
import { createOpenApi } from "./openapi.ts";

const version = "0.1.0";
const pages = [
  { path: "/docs", document: "/docs/openapi.json", files: 4 },
  { path: "/docs/events", document: "/docs/asyncapi.json", files: 5 },
];

/** What is on the wire: fetch takes compression away. */
async function getRaw(url: string, headers: Readonly<Record<string, string>>) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: { ...headers } }, resolve).on("error", reject);
  });
  return { headers: response.headers, bytes: await buffer(response) };
}

it.each([
  ["/docs/openapi.json", createOpenApi({ version })],
  ["/docs/asyncapi.json", createAsyncApi({ version })],
])("GET %s is the document", async (path, document) => {
  await using server = await startServer();
  const response = await server.fetch(path);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)));
});

it.each(pages)("GET $path is a page that loads everything from here, and everything is there", async (page) => {
  await using server = await startServer();
  const response = await server.fetch(page.path);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const html = await response.text();
  for (const { path } of pages) expect(html).toContain(`href="${path}"`);
  expect(html).toContain(`href="${page.document}"`);
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=|https?:/);
  const loaded = [...html.matchAll(/(?:href|src)="(\/docs\/assets\/[^"]+)"/g)].map(([, url = ""]) => url);
  expect(loaded).toHaveLength(page.files);
  for (const url of loaded) {
    const asset = await server.fetch(url);
    expect(asset.status).toBe(200);
    expect(asset.headers.get("content-type")).toMatch(url.includes(".css") ? /^text\/css/ : /^text\/javascript/);
    expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(0);
  }
});

it("only the viewer that compiles its schemas may evaluate text, and only on its page", async () => {
  await using server = await startServer();
  const policyOf = async (path: string) => (await server.fetch(path)).headers.get("content-security-policy");
  const usual = await policyOf("/healthz-of-nowhere");
  expect(usual).not.toContain("unsafe");
  for (const path of ["/docs", "/docs/openapi.json", "/docs/asyncapi.json", "/docs/assets/asyncapi-ui.js", "/"]) {
    expect(await policyOf(path)).toBe(usual);
  }
  expect(await policyOf("/docs/events")).toBe(`${usual};script-src 'self' 'unsafe-eval'`);
});

it("sends files compressed to whom it may, and the same to whom it may not", async () => {
  await using server = await startServer();
  const path = "/docs/assets/swagger-ui.js";
  const plain = await server.fetch(path, { headers: { "Accept-Encoding": "identity" } });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(plain.headers.get("vary")).toContain("Accept-Encoding");
  const text = await plain.text();
  const { headers, bytes } = await getRaw(`${server.url}${path}`, { "Accept-Encoding": "gzip" });
  expect(headers["content-encoding"]).toBe("gzip");
  expect(bytes.length).toBeLessThan(text.length / 2);
  expect(gunzipSync(bytes).toString()).toBe(text);
});

it("does not send a file again that a browser has", async () => {
  await using server = await startServer();
  const first = await server.fetch("/docs/assets/docs.css");
  const etag = first.headers.get("etag") ?? "";
  expect(first.headers.get("cache-control")).toBe("no-cache");
  const again = await server.fetch("/docs/assets/docs.css", {
    headers: { "If-None-Match": etag, "Cache-Control": "max-age=0" },
  });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  const other = await server.fetch("/docs/assets/docs.css", {
    headers: { "If-None-Match": '"other"', "Cache-Control": "max-age=0" },
  });
  expect(other.status).toBe(200);
});

it("serves nothing but the files that the pages load", async () => {
  await using server = await startServer();
  for (const name of ["nothing.js", "..%2fassets.ts", "toString", "__proto__", "swagger-ui.js%00"]) {
    const response = await server.fetch(`/docs/assets/${name}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ success: false });
  }
});

import { gunzipSync } from "node:zlib";
import { expect, it, vi } from "vitest";
import { createApiDocs } from "./api-docs.ts";
import { createAsyncApi } from "./asyncapi.ts";
import { createOpenApi } from "./openapi.ts";
import { builds } from "./testing/builds-contract.ts";

const info = { title: "Builds", version: "1.2.3" };
const parts = [{ name: "builds", description: "", exports: builds }];
const openApi = () => createOpenApi({ parts, info });
const asyncApi = () => createAsyncApi({ parts, info });
const docs = (base?: `/${string}`) =>
  createApiDocs({ openApi, asyncApi, name: "<Builds>", ...(base !== undefined && { base }) });
const get = (path: string, headers: Readonly<Record<string, string>> = {}, method = "GET") =>
  docs().fetch(new Request(`http://here${path}`, { headers, method }));

it.each([
  ["/docs/openapi.json", openApi()],
  ["/docs/asyncapi.json", asyncApi()],
])("answers %s with the document, made once", async (path, document) => {
  const response = await get(`${path}?anything`);
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)));
  const make = vi.fn(openApi);
  const once = createApiDocs({ openApi: make, asyncApi });
  expect(make).not.toHaveBeenCalled();
  for (let times = 0; times < 2; times += 1) await once.answer({ method: "GET", path: "/docs/openapi.json" });
  expect(make).toHaveBeenCalledTimes(1);
});

it.each(["/docs", "/a/b-c"] as const)("has pages at %s that load everything from there", async (base) => {
  const own = docs(base);
  for (const path of [base, `${base}/events`]) {
    const page = await own.fetch(new Request(`http://here${path}`));
    const html = await page.text();
    expect(html).toContain("<strong>&#60;Builds&#62;</strong>");
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=|https?:/);
    const loaded = [...html.matchAll(/(?:href|src)="([^"]+\.(?:css|js|json))"/g)].map(([, url = ""]) => url);
    expect(loaded.length).toBeGreaterThan(4);
    for (const url of loaded) {
      expect(url.startsWith(`${base}/`)).toBe(true);
      const file = await own.fetch(new Request(`http://here${url}`));
      expect(file.status, url).toBe(200);
      expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
  }
});

it("has a strict policy on its pages; only the viewer that compiles its schemas may evaluate text", async () => {
  const policyOf = async (path: string) => (await get(path)).headers.get("content-security-policy");
  expect(await policyOf("/docs")).toMatch(/^default-src 'self';/);
  expect(await policyOf("/docs")).not.toContain("unsafe");
  expect(await policyOf("/docs/events")).toBe(`${await policyOf("/docs")};script-src 'self' 'unsafe-eval'`);
});

it.each([
  ["gzip, br", "gzip"],
  ["*", "gzip"],
  ["gzip;q=0", null],
  ["br", null],
  [undefined, null],
])("sends a file to whom takes %s as %s", async (accepts, encoding) => {
  const headers = accepts === undefined ? {} : { "Accept-Encoding": accepts };
  const response = await get("/docs/assets/docs.css", headers);
  expect(response.headers.get("content-encoding")).toBe(encoding);
  expect(response.headers.get("vary")).toBe("Accept-Encoding");
  const bytes = Buffer.from(await response.arrayBuffer());
  expect((encoding === null ? bytes : gunzipSync(bytes)).toString()).toContain(".masthead");
});

it("does not send again what the reader has, and sends a HEAD no body", async () => {
  for (const path of ["/docs", "/docs/openapi.json", "/docs/assets/docs.css"]) {
    const etag = (await get(path)).headers.get("etag") ?? "";
    const again = await get(path, { "If-None-Match": `"other", ${etag}` });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await get(path, { "If-None-Match": '"other"' })).status).toBe(200);
    const head = await get(path, {}, "HEAD");
    expect([head.status, await head.text()]).toEqual([200, ""]);
  }
});

it.each(["/", "/docs/", "/docs/assets/", "/docs/assets/../api.ts", "/docs/assets/toString", "/docs/assets/__proto__"])(
  "answers nothing of what is not its own: %s",
  async (path) => {
    expect((await get(path)).status).toBe(404);
    expect((await get("/docs", {}, "POST")).status).toBe(404);
    expect(await docs().answer({ method: "GET", path })).toBeUndefined();
  },
);

it.each(["docs", "/", "/docs/", '/"x', "/a b", ""])("refuses the base %j, and says what one looks like", (base) => {
  expect(() => docs(base as "/")).toThrow(/give a path such as "\/docs"/);
});

it("serves the documents without viewers too, and pages that say what to install", async () => {
  const own = createApiDocs({ openApi, asyncApi, viewers: false });
  const at = async (path: string) => own.fetch(new Request(`http://here${path}`));
  expect((await at("/docs/openapi.json")).status).toBe(200);
  expect(await (await at("/docs")).text()).toContain("Install swagger-ui-dist on this server");
  const events = await (await at("/docs/events")).text();
  expect(events).toContain("Install @asyncapi/react-component on this server");
  expect(events).not.toContain("<script");
  expect((await at("/docs/assets/docs.css")).status).toBe(200);
  expect((await at("/docs/assets/swagger-ui.js")).status).toBe(404);
});

it.each([
  ["/docs", "text/html; charset=utf-8"],
  ["/docs/openapi.json", "application/json; charset=utf-8"],
  ["/docs/assets/docs.css", "text/css; charset=utf-8"],
  ["/docs/assets/openapi.js", "text/javascript; charset=utf-8"],
])("%s is of its type, asked for again each time, and taken for nothing else", async (path, type) => {
  const found = await docs().answer({ method: "GET", path, acceptEncoding: " GZIP ; q=0.5" });
  expect(found).toMatchObject({
    status: 200,
    headers: {
      "Content-Type": type,
      "Cache-Control": "no-cache",
      "X-Content-Type-Options": "nosniff",
      ETag: expect.stringMatching(/^W\/"[\w-]{43}"$/),
    },
  });
  expect(found?.headers["Content-Encoding"]).toBe(path.includes("assets") ? "gzip" : undefined);
  const again = await docs().answer({ method: "GET", path, ifNoneMatch: "*" });
  expect(again).toMatchObject({ status: 304, body: "" });
  for (const name of ["Content-Type", "Content-Encoding"]) expect(again?.headers).not.toHaveProperty(name);
});

it("what is nowhere is refused in the error body; a page without a name is one of an API", async () => {
  const missing = await get("/nowhere");
  expect([missing.status, await missing.json()]).toEqual([
    404,
    { success: false, errors: ["There is nothing at this path and method"] },
  ]);
  const page = await createApiDocs({ openApi, asyncApi }).answer({ method: "GET", path: "/docs" });
  expect(page?.body).toContain("<strong>API</strong>");
});

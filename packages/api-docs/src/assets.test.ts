import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { createAssets, isAsset, isInstalled } from "./assets.ts";

it("each file is of its type, is known by its content, and is read once", async () => {
  const assets = createAssets();
  const [style, script] = [await assets("docs.css"), await assets("openapi.js")];
  expect([style.type, script.type]).toEqual(["css", "js"]);
  for (const { etag } of [style, script]) expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
  expect(style.etag).not.toBe(script.etag);
  expect(gunzipSync(style.gzipped)).toEqual(await style.plain());
  expect(assets("docs.css")).toBe(assets("docs.css"));
  expect((await createAssets()("docs.css")).etag).toBe(style.etag);
});

it("what is no file of the pages is none, and a viewer that is not installed is not shown", () => {
  expect(["docs.css", "toString", ""].map(isAsset)).toEqual([true, false, false]);
  expect(isInstalled({ scripts: ["swagger-ui.js"] })).toBe(true);
  expect(isInstalled({ scripts: ["docs.css", JSON.parse('"missing.js"')] })).toBe(false);
});

const NAMES = [
  "swagger-ui.css",
  "swagger-ui.js",
  "asyncapi-ui.css",
  "asyncapi-ui.js",
  "docs.css",
  "openapi.js",
  "asyncapi.css",
  "asyncapi.js",
] as const;

it("each name is a file of its own, of its viewer or of this package's folder of them", async () => {
  const assets = createAssets();
  const files = await Promise.all(NAMES.map((name) => assets(name)));
  expect(new Set(files.map(({ etag }) => etag)).size).toBe(NAMES.length);
  for (const { plain } of files) expect(String(await plain())).not.toContain("createAssets");
});

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

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

const here = fileURLToPath(import.meta.resolve("./"));

/** Bytes, minified and compressed, that a page downloads for a module like this. */
async function weightOf(contents: string): Promise<number> {
  const stdin = { contents, resolveDir: here, loader: "ts" } as const;
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, write: false, format: "esm" });
  return gzipSync(outputFiles[0]?.contents ?? "").length;
}

const create = `import { createClient } from "./index.ts"; globalThis.client = createClient();`;
const contract = (zod: string) => `${create}
  import { defineEndpoint } from "@tidings/contracts";
  import * as z from "${zod}";
  globalThis.getBuild = defineEndpoint({
    name: "getBuild", method: "GET", path: "/builds/:id", summary: "A build", access: "user",
    data: z.object({ id: z.string(), state: z.enum(["queued", "passed"]) }),
  });`;

it("a client is less than 25 kB of a page, zod/mini included: a namespace of zod in a value would bring all of it", async () => {
  expect(await weightOf(create)).toBeLessThan(25_000);
});

it("a contract by zod/mini adds next to nothing, one by all of zod about as much again", async () => {
  const [client, mini, classic] = await Promise.all([create, contract("zod/mini"), contract("zod")].map(weightOf));
  expect(mini).toBeLessThan(Number(client) + 1_500);
  expect(classic).toBeGreaterThan(Number(client) + 15_000);
});

import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import * as esbuild from "esbuild";
import * as vite from "vite";
import { afterEach, expect, it, vi } from "vitest";
import { isDevelopment } from "./development.ts";

const file = fileURLToPath(import.meta.resolve("./development.ts"));
const entry = `import { isDevelopment } from ${JSON.stringify(file)}; globalThis.answer = isDevelopment();`;

/** What a bundle says in a page, which has no `process`. */
function inPage(code: string): unknown {
  const page: { answer?: unknown } = {};
  runInNewContext(code, page);
  return page.answer;
}

async function byVite(nodeEnv: string): Promise<string> {
  const name = "virtual:entry";
  // `vite build` sets it to production where it is not set.
  vi.stubEnv("NODE_ENV", nodeEnv);
  const built = await vite.build({
    root: fileURLToPath(import.meta.resolve("../testing")),
    configFile: false,
    logLevel: "silent",
    build: { write: false, rolldownOptions: { input: name, output: { format: "iife" } } },
    plugins: [
      { name: "entry", resolveId: (id) => (id === name ? id : null), load: (id) => (id === name ? entry : null) },
    ],
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("nothing was built");
  return output.output[0].code;
}

async function byEsbuild(options: esbuild.BuildOptions): Promise<string> {
  const built = await esbuild.build({
    stdin: { contents: entry, resolveDir: "/" },
    bundle: true,
    write: false,
    format: "iife",
    logLevel: "silent",
    ...options,
  });
  return built.outputFiles?.[0]?.text ?? "";
}

afterEach(() => {
  vi.unstubAllEnvs();
});

it.each([
  ["development", true],
  ["test", true],
  [undefined, true],
  ["", true],
  ["production", false],
] as const)("C31.3: in Node NODE_ENV=%s is development: %s", (value, expected) => {
  vi.stubEnv("NODE_ENV", value);
  expect(isDevelopment()).toBe(expected);
});

it("C31.3: Vite's build of a page is production, its development is not", async () => {
  expect([inPage(await byVite("production")), inPage(await byVite("development"))]).toEqual([false, true]);
});

it("C31.3: Vite's development server says so to a page", async () => {
  const server = await vite.createServer({
    root: fileURLToPath(import.meta.resolve("..")),
    configFile: false,
    logLevel: "silent",
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const served = await server.transformRequest("/host/development.ts");
    const script = served?.code.replace("export function", "function") ?? "";
    expect(inPage(`${script}\nglobalThis.answer = isDevelopment();`)).toBe(true);
  } finally {
    await server.close();
  }
});

it("C31.3: esbuild's minified page is production, any other is not", async () => {
  const codes = [await byEsbuild({ minify: true }), await byEsbuild({})];
  expect(codes.map(inPage)).toEqual([false, true]);
});

it("C31.3: a page without a bundler's value is production, and nothing throws", async () => {
  const code = await byEsbuild({ platform: "neutral" });
  expect(code).toContain("process.env.NODE_ENV");
  expect(inPage(code)).toBe(false);
  // A stand-in for `process` that somebody else put there.
  expect(inPage(`globalThis.process = {};${code}`)).toBe(false);
});

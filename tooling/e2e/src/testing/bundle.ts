import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Bundles a module of this folder into a script whose value is the module's exports, for a page to evaluate. */
export async function bundle(file: string): Promise<string> {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    // React says more, and libraries look for a `process` that pages lack.
    define: { "process.env.NODE_ENV": JSON.stringify("development") },
    build: { write: false, minify: false, lib: { entry, formats: ["iife"], name: "exported" } },
  });
  const [first] = [built].flat();
  if (!first || !("output" in first)) throw new Error(`${file} was not bundled`);
  return `${first.output[0].code}\nexported`;
}

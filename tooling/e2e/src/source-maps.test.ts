import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { temporaryDirectory } from "@tidings/services";
import { beforeAll, expect, it } from "vitest";
import { run } from "./testing/run.ts";
import { packAll } from "./testing/tarballs.ts";

// Whoever debugs an application sees the packages' TypeScript and not what was compiled from it. Tarballs have no `src`,
// so each source map must bring its sources along.

/** Packing all packages, on a busy machine. */
const PACKED_MS = 300_000;

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

let directory: ReturnType<typeof temporaryDirectory>;
let modules: string;

beforeAll(async () => {
  directory = temporaryDirectory();
  modules = join(directory.path, "node_modules");
  for (const [name, tarball] of await packAll(join(directory.path, "tarballs"))) {
    mkdirSync(join(modules, name), { recursive: true });
    await run("tar", ["xzf", tarball, "--strip-components", "1", "--directory", join(modules, name)], directory.path);
  }
  return () => directory[Symbol.dispose]();
}, PACKED_MS);

it("every module of every package names a source map that has its source in it", () => {
  const compiled = filesIn(modules).filter(isCompiled);
  expect(compiled.length).toBeGreaterThan(400);
  expect(compiled.filter((file) => !hasItsSource(file))).toEqual([]);
});

it("a stack from a package names the line of its source that threw, and shows it", async () => {
  const module = "./node_modules/@tidings/wire/dist/encode.js"; // which needs nothing else installed
  const program = `import { encodeEvent } from "${module}"; encodeEvent({ event: "a\\nb", data: "" });`;
  const args = ["--enable-source-maps", "--input-type=module", "--eval", program];
  const failed = await run(process.execPath, args, directory.path).catch(String);
  const [, line = ""] = /at .*[/]wire[/]src[/]encode\.ts:(\d+):\d+/.exec(failed) ?? [];
  const source = readFileSync(new URL("../../../packages/wire/src/encode.ts", import.meta.url), "utf8");
  const thrown = source.split("\n")[Number(line) - 1];
  expect(thrown).toMatch(/throw new WireError/);
  expect(failed).toContain(thrown?.trim());
});

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** Scripts of the documents' viewer are served as they were written, and have no types beside them. */
function isCompiled(file: string): boolean {
  return file.endsWith(".js") && existsSync(file.replace(/\.js$/, ".d.ts"));
}

function hasItsSource(file: string): boolean {
  if (!readFileSync(file, "utf8").endsWith(`\n//# sourceMappingURL=${basename(file)}.map`)) return false;
  const { sources, sourcesContent = [] }: SourceMap = JSON.parse(readFileSync(`${file}.map`, "utf8"));
  return sources.length > 0 && sources.every((_, index) => typeof sourcesContent[index] === "string");
}

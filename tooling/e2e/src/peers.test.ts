import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { temporaryDirectory } from "@tidings/services";
import { beforeAll, expect, it } from "vitest";
import { freshApp } from "./testing/fresh-app.ts";
import { packAll, type Tarballs } from "./testing/tarballs.ts";

// Packages that an application chooses itself: the oldest that these packages take, and the newest that there is.

const program = readFileSync(fileURLToPath(import.meta.resolve("./peers/own-stream.ts")), "utf8");
/** npm's downloads are the slow part of it, on a busy machine above all. */
const INSTALLED_MS = 900_000;
const TOOLS = "typescript@7.0.2 @types/node@26 sonner@2 msw@3 prom-client@15";

let directory: ReturnType<typeof temporaryDirectory>;
let tarballs: Tarballs;

beforeAll(async () => {
  directory = temporaryDirectory();
  tarballs = await packAll(`${directory.path}/tarballs`);
  return () => directory[Symbol.dispose]();
}, INSTALLED_MS);

it.each([
  [
    "oldest",
    "zod@4.0.0 react@18.2.0 react-dom@18.2.0 @types/react@~18.2 @types/react-dom@~18.2 @tanstack/react-query@5.70.0",
    "4.0.0",
    /^18\.2$/,
  ],
  [
    "newest",
    "zod@4 react@19 react-dom@19 @types/react@19 @types/react-dom@19 @tanstack/react-query@5",
    undefined,
    /^19\./,
  ],
])(
  "beside the %s zod and React every entry compiles, a stream of one's own runs, and zod is there once",
  {
    timeout: INSTALLED_MS,
  },
  async (age, peers, zod, react) => {
    const app = freshApp(`${directory.path}/${age}`, tarballs);
    app.write("package.json", '{ "private": true, "type": "module" }');
    app.write("own-stream.ts", program);
    const entries = await published();
    app.write("every-entry.ts", entries.map((entry, at) => `export * as entry${at} from "${entry}";\n`).join(""));
    app.write("tsconfig.json", JSON.stringify(STRICT));
    const ours = [...new Set(entries.map((entry) => entry.split("/").slice(0, 2).join("/")))];
    await app.install(`npm install ${ours.join(" ")} ${peers} ${TOOLS}`);

    const copies = (await app.run("npm ls zod --all --parseable")).trim().split("\n");
    expect(copies).toHaveLength(1);
    const { version } = JSON.parse(readFileSync(`${copies[0]}/package.json`, "utf8"));
    expect(version).toMatch(zod ?? /^4\./);
    expect(await app.run("npx tsc -p .")).toBe("");
    const { react: found, ...said } = JSON.parse(await app.run(`${process.execPath} own-stream.ts`));
    expect(found).toMatch(react);
    expect(said).toEqual({
      shows: true,
      wrong: [
        "id must be a string",
        "state must be one of queued, passed",
        "at must be a time as 2026-02-26T09:00:00.000Z",
        "tries must be a whole number",
      ],
    });
  },
);

/** Names of all modules that the packages publish; not those for tests, which want vitest. */
async function published(): Promise<readonly string[]> {
  const names: string[] = [];
  for (const [name, tarball] of tarballs) {
    const app = freshApp(directory.path, tarballs);
    const manifest = JSON.parse(await app.run(`tar xzOf ${tarball} package/package.json`));
    if (manifest.private) continue;
    const files = (await app.run(`tar tzf ${tarball}`)).trim().split("\n");
    const modules = modulesOf(manifest, files).filter((path) => !/\.css$|\/testing$/.test(path));
    names.push(...modules.map((path) => name + path.slice(1)));
  }
  return names;
}

/** What of a package can be imported. A pattern stands for each file in it that the pattern finds. */
function modulesOf({ exports = {} }: Manifest, files: readonly string[]): readonly string[] {
  return Object.entries(exports).flatMap(([path, target]) => {
    if (!path.includes("*") || typeof target === "string") return path;
    const [before = "", after = ""] = target.types.slice(1).split("*");
    const found = files
      .map((file) => file.slice("package".length))
      .filter((file) => file.startsWith(before) && file.endsWith(after))
      .map((file) => path.replace("*", file.slice(before.length, -after.length)));
    expect(found).not.toEqual([]);
    return found;
  });
}

/** What is looked at of a published package.json; a command has no exports. */
interface Manifest {
  readonly exports?: Readonly<Record<string, string | { readonly types: string }>>;
}

const STRICT = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    module: "nodenext",
    target: "es2024",
    lib: ["ES2024", "DOM", "DOM.Iterable", "DOM.AsyncIterable", "ESNext.Disposable", "ESNext.Iterator"],
    types: ["node"],
    noEmit: true,
    skipLibCheck: false,
  },
  files: ["own-stream.ts", "every-entry.ts"],
};

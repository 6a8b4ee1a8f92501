import { cpSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeHost, HOST_MS, type HostApp, nodeHost } from "@tidings/host-suite";
import { startProcess, temporaryDirectory } from "@tidings/services";
import { beforeAll, describe, expect, it } from "vitest";
import { type FreshApp, freshApp } from "./testing/fresh-app.ts";
import { packAll } from "./testing/tarballs.ts";

// What backend teams do: the packages by npm, outside of this repository, below the web framework that they have.
// The servers are those of `examples/`, whose own tests run them inside the repository.

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PACKAGES = "@tidings/admission @tidings/contracts @tidings/express @tidings/hub @tidings/outbox zod prom-client";
const FRAMEWORKS = "express fastify hono @hono/node-server next react react-dom";
/** Without them Next.js installs its own choice, or stops where CI is set. */
const TYPES = "typescript @types/node @types/react";

let parent: FreshApp;

beforeAll(async () => {
  const directory = temporaryDirectory();
  parent = freshApp(directory.path, await packAll(`${directory.path}/tarballs`));
  parent.write("package.json", '{ "private": true, "type": "module" }');
  await parent.install(`npm install ${PACKAGES} ${FRAMEWORKS} ${TYPES}`);
  return () => directory[Symbol.dispose]();
}, HOST_MS);

/** The server of an example, copied into a folder below the packages. */
function copied(source: string): HostApp {
  const folder = join(parent.path, `${basename(join(source, "../.."))}-${crypto.randomUUID()}`);
  return nodeHost(join(ROOT, source), folder, true);
}

/** An app of several files, built and served by Next.js. */
async function nextjs(source: string): Promise<HostApp> {
  const folder = join(parent.path, `nextjs-${crypto.randomUUID()}`);
  cpSync(join(ROOT, source), folder, { recursive: true });
  await freshApp(folder, new Map()).run("npx next build");
  return {
    folder,
    // What Next.js itself ends with after a SIGTERM, however gently.
    exitCode: 143,
    start: (port) =>
      startProcess({
        label: "next start",
        command: "../node_modules/.bin/next",
        args: ["start", "--hostname", "127.0.0.1", "--port", String(port)],
        cwd: folder,
        port,
      }),
  };
}

const hosts = [
  { name: "Express 5 over a database of its own", source: "examples/express/src/server.ts", make: copied, rows: true },
  { name: "Fastify 5", source: "examples/fastify/src/server.ts", make: copied },
  { name: "Hono", source: "examples/hono/src/server.ts", make: copied },
  { name: "Next.js", source: "tooling/e2e/src/hosts/nextjs", make: nextjs, endpoint: false },
];

describe.each(hosts)("a fresh app on $name", ({ source, make, ...options }) => {
  it("has at most 60 lines", () => {
    expect(linesOf(join(ROOT, source))).toBeLessThanOrEqual(60);
  });

  describeHost(() => make(source), options);
});

/** The lines of a file, or of every file below a folder. */
function linesOf(path: string): number {
  if (!statSync(path).isDirectory()) return readFileSync(path, "utf8").split("\n").length - 1;
  return readdirSync(path).reduce((sum, name) => sum + linesOf(join(path, name)), 0);
}

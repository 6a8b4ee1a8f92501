import { cpSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { freePort, type ServiceProcess, startProcess, temporaryDirectory } from "@tidings/services";
import { beforeAll, describe, expect, it } from "vitest";
import { type FreshApp, freshApp } from "./testing/fresh-app.ts";
import { openHostStream } from "./testing/host-stream.ts";
import { packAll } from "./testing/tarballs.ts";

// What backend teams do: the packages by npm, outside of this repository, below the web framework that they have.

const HOSTS_MS = 300_000;
const SOURCES = fileURLToPath(new URL("./hosts/", import.meta.url));
const PACKAGES = "@tidings/admission @tidings/contracts @tidings/hub @tidings/outbox zod prom-client";
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
}, HOSTS_MS);

/** An app of one file, started by Node. */
const byNode = (file: string) => ({
  make(path: string) {
    cpSync(join(SOURCES, file), join(path, file));
  },
  async build(_path: string) {},
  words: () => [process.execPath, file],
  exitCode: 0,
});

const hosts = [
  { name: "Express 5 over a database of its own", source: "express.ts", ...byNode("express.ts"), rows: true },
  { name: "Fastify 5", source: "fastify.ts", ...byNode("fastify.ts"), rows: false },
  { name: "Hono", source: "hono.ts", ...byNode("hono.ts"), rows: false },
  {
    name: "Next.js",
    source: "nextjs",
    rows: false,
    // What Next.js itself ends with after a SIGTERM, however gently.
    exitCode: 143,
    make: (path: string) => cpSync(join(SOURCES, "nextjs"), path, { recursive: true }),
    build: async (path: string) => void (await freshApp(path, new Map()).run("npx next build")),
    words: (port: number) => ["../node_modules/.bin/next", "start", "--hostname", "127.0.0.1", "--port", String(port)],
  },
];

describe.each(hosts)("a fresh app on $name", ({ source, make, build, words, rows, exitCode }) => {
  it("has at most 60 lines", () => {
    expect(linesOf(join(SOURCES, source))).toBeLessThanOrEqual(60);
  });

  it("publishes, resumes after kill -9, takes a ticket once, holds its cap, counts, and drains", {
    timeout: HOSTS_MS,
  }, async () => {
    const path = join(parent.path, source.replace(".ts", ""));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    mkdirSync(path, { recursive: true });
    make(path);
    using database = rows ? createBuilds(path) : undefined;
    await build(path);
    const start = (): Promise<ServiceProcess> => {
      const [command = "", ...args] = words(port);
      return startProcess({ label: source, command, args, port, cwd: path, env: { PORT: String(port) } });
    };
    const ticketFor = async () => {
      const response = await fetch(`${url}/tickets`, { method: "POST", headers: { Authorization: "Bearer ada" } });
      return ((await response.json()) as { ticket: string }).ticket;
    };
    const open = async (lastEventId?: string) =>
      openHostStream(`${url}/builds/stream?ticket=${await ticketFor()}`, lastEventId);
    const publish = async (state: string) => {
      if (database !== undefined) return void database.prepare("UPDATE builds SET state = ?").run(state);
      const body = JSON.stringify({ state });
      await fetch(`${url}/publish`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    };

    let app = await start();
    try {
      expect((await openHostStream(`${url}/builds/stream`)).status).toBe(401);
      const ticket = await ticketFor();
      using first = await openHostStream(`${url}/builds/stream?ticket=${ticket}`);
      expect((await openHostStream(`${url}/builds/stream?ticket=${ticket}`)).status).toBe(401);
      using second = await open();
      expect([first.status, second.status, (await open()).status]).toEqual([200, 200, 429]);

      await publish("one");
      for (const { events } of [first, second]) {
        await expect
          .poll(() => events.map(stateOf))
          .toEqual([
            ["connected", undefined],
            ["build_moved", "one"],
          ]);
      }
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('tidings_connections{stream="builds"} 2');

      const position = first.events.at(-1)?.id;
      first[Symbol.dispose]();
      await publish("two");
      await expect.poll(() => second.events.map(stateOf)).toContainEqual(["build_moved", "two"]);
      await app.kill("SIGKILL");
      // Whoever writes rows writes them while nobody publishes, too.
      const missed = database === undefined ? ["two"] : ["two", "three"];
      if (database !== undefined) await publish("three");
      app = await start();
      using resumed = await open(position);
      await expect
        .poll(() => resumed.events.slice(1).map(stateOf))
        .toEqual(missed.map((state) => ["build_moved", state]));
      expect(resumed.events[0]?.data).toMatchObject({ resume: "complete" });

      const exit = app.kill("SIGTERM");
      await resumed.ended;
      expect(resumed.events.at(-1)).toMatchObject({ type: "ending", data: { reason: "drained" } });
      expect(await exit).toEqual({ code: exitCode, signal: null });
    } finally {
      await app.kill("SIGKILL");
    }
  });
});

const stateOf = ({ type, data }: { type: string; data: Readonly<Record<string, unknown>> }) => [type, data.state];

/** The database that was there before, with a row of Ada's. */
function createBuilds(path: string): DatabaseSync {
  const database = new DatabaseSync(join(path, "builds.db"), { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE builds (id TEXT PRIMARY KEY, owner TEXT, state TEXT)");
  database.exec("INSERT INTO builds VALUES ('7', 'ada', 'queued')");
  return database;
}

/** The lines of a file, or of every file below a folder. */
function linesOf(path: string): number {
  if (!statSync(path).isDirectory()) return readFileSync(path, "utf8").split("\n").length - 1;
  return readdirSync(path).reduce((sum, name) => sum + linesOf(join(path, name)), 0);
}

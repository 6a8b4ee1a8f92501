import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, humbleUser, startProcess, temporaryDirectory } from "@tidings/services";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { run } from "./testing/run.ts";

// deploy/Dockerfile without a container engine: the commands of its build stage run in a copy of this repository, and
// what they make is started as the image starts it, by a user without rights.

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const dockerfile = readFileSync(`${ROOT}deploy/Dockerfile`, "utf8").replace(/\\\n\s*/g, "");
const directory = temporaryDirectory();
const [source, out] = [join(directory.path, "src"), join(directory.path, "out")];
afterAll(() => directory[Symbol.dispose](), 600_000);

const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();

/** What an instruction says, once for each time that it stands in a stage. */
function instructions(stage: string, instruction: string): readonly string[] {
  const [, text = ""] =
    new RegExp(`^FROM \\S+ AS ${stage}\\n(.*?)(?=^FROM |$(?![\\s\\S]))`, "ms").exec(dockerfile) ?? [];
  return [...text.matchAll(new RegExp(`^${instruction} (.*)$`, "gm"))].map(([, words = ""]) => words);
}

beforeAll(async () => {
  const tracked = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0").filter(Boolean);
  for (const file of tracked.filter((name) => existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(source, file)), { recursive: true });
    cpSync(join(ROOT, file), join(source, file));
  }
  // What `pnpm e2e` has built is not built again.
  const cache = join(resolve(ROOT, git("rev-parse", "--git-common-dir")), "../.turbo/cache");
  const here = `export CI=true TURBO_CACHE_DIR='${cache}' PATH='${dirname(process.execPath)}:${process.env.PATH}'`;
  const commands = instructions("build", "RUN");
  expect(commands.length).toBeGreaterThan(4);
  for (const command of commands)
    await run("sh", ["-ec", `${here}; ${command.replaceAll("/out/", `${out}/`)}`], source);
  chmodSync(directory.path, 0o755);
}, 1_800_000);

/** Starts what an image holds, as it is started there, and ends it with the test. */
async function startImage(name: "server" | "serve", secrets: Readonly<Record<string, string>>) {
  const data = temporaryDirectory();
  onTestFinished(() => data[Symbol.dispose]());
  chmodSync(data.path, 0o777);
  const port = await freePort();
  const [cmd = "[]"] = instructions(name, "CMD");
  const [, ...args]: readonly string[] = JSON.parse(cmd);
  const variables = [...instructions("runtime", "ENV"), ...instructions(name, "ENV")].flatMap((line) =>
    line.split(" ").map((pair) => pair.split("=")),
  );
  const env = {
    ...Object.fromEntries(variables.map(([key, value = ""]) => [key, value.replace("/var/lib/tidings", data.path)])),
    PORT: String(port),
    TIDINGS_PORT: String(port),
    ...secrets,
  };
  const process_ = await startProcess({
    label: name,
    command: process.execPath,
    args,
    cwd: join(out, name),
    env,
    user: humbleUser(),
    port,
  });
  onTestFinished(async () => void (await process_.kill("SIGKILL")));
  return { url: `http://127.0.0.1:${port}`, env, stop: () => process_.kill("SIGTERM") };
}

it.each(["server", "serve"])("the image %s holds production dependencies, and nothing that builds or tests", (name) => {
  const stored = execFileSync("ls", [join(out, name, "node_modules/.pnpm")], { encoding: "utf8" });
  expect(stored).toContain("@tidings+hub@");
  for (const tool of ["vitest@", "typescript@", "vite@", "turbo@", "pnpm@", "@biomejs", "playwright"]) {
    expect(stored.split("\n").filter((entry) => entry.startsWith(tool))).toEqual([]);
  }
});

it("the image server serves the API and the page, and SIGTERM ends it with code 0", async () => {
  const server = await startImage("server", { JWT_SECRET: "the-secret-of-this-test-and-of-nobody-else" });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${server.url}/docs`)).status).toBe(200);
  expect(await (await fetch(`${server.url}/`)).text()).toContain('<div id="root">');
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

it("the image serve streams a contract that is mounted, and SIGTERM ends it with code 0", async () => {
  cpSync(`${ROOT}packages/cli/src/testing/ci-board.ts`, join(out, "serve/contract/contract.ts"));
  const server = await startImage("serve", {
    TIDINGS_CONTRACT: "contract/contract.ts",
    TIDINGS_PUBLISH_KEY: "a-key-for-publishing",
    TIDINGS_PUBLIC: "builds",
  });
  const stream = await fetch(`${server.url}/builds`);
  expect([stream.status, stream.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  await stream.body?.cancel();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

it("the images' health check asks a server that lives, and fails where none answers", async () => {
  const [check = ""] = instructions("runtime", "HEALTHCHECK");
  const [, ...args]: readonly string[] = JSON.parse(check.slice(check.indexOf("[")));
  const server = await startImage("server", { JWT_SECRET: "the-secret-of-this-test-and-of-nobody-else" });
  const at = (origin: string) => args.map((word) => word.replace("http://127.0.0.1:8000", origin));
  await run(process.execPath, at(server.url), ROOT);
  await expect(run(process.execPath, at("http://127.0.0.1:9"), ROOT)).rejects.toThrow("failed");
});

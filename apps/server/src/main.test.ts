import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openStream } from "./testing/event-reader.ts";
import { temporaryDirectory } from "./testing/start-server.ts";
import { writeFromOutside } from "./testing/write-from-outside.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
const SECRET = "a secret of our own, 32 characters or more";

/** The server as people start it: a process of its own. */
function start(env: Readonly<Record<string, string>>) {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(process.execPath, [MAIN], {
    // Nothing of the test's own environment but the way to find programs.
    env: { PATH: process.env.PATH ?? "", HOST: "127.0.0.1", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    err += text;
  });
  const exit = once(child, "close").then(([code, signal]) => ({ code, signal, out, err }));
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => {
      const found = /Tidings is on (http:\/\/\S+)/.exec(out)?.[1];
      if (found !== undefined) resolve(found);
    });
    void exit.then(({ code }) => reject(new Error(`ended with ${code}: ${err}`)));
  });
  url.catch(() => {});
  return {
    child,
    url,
    exit,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}

async function signIn(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password: "tidings-demo" }),
  });
  return ((await response.json()) as { data: { token: string } }).data.token;
}

it("says in one line where it is and who may sign in; SIGTERM ends the streams and it goes with 0", async () => {
  using directory = temporaryDirectory();
  await using server = start({ DATA_DIR: directory.path });
  const url = await server.url;
  const stream = await openStream(`${url}/api/orders/stream?token=${await signIn(url, "ada@example.com")}`);
  await stream.next();
  server.child.kill("SIGTERM");
  await stream.ended;
  const { code, out, err } = await server.exit;
  expect(code).toBe(0);
  expect(err).toBe("");
  const [first = "", ...rest] = out.trim().split("\n");
  expect(first).toBe(
    `Tidings is on ${url} (sign in as ada@example.com, grace@example.com or admin@example.com, password tidings-demo)`,
  );
  for (const line of rest) expect(JSON.parse(line)).toHaveProperty("msg");
});

it("HOST=::1 is shown as a browser takes it", async () => {
  using directory = temporaryDirectory();
  await using server = start({ DATA_DIR: directory.path, HOST: "::1" });
  const url = await server.url;
  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

it("a variable that is nearly called like one of ours is warned of in the log, and the server starts", async () => {
  using directory = temporaryDirectory();
  await using server = start({ DATA_DIR: directory.path, HEARBEAT_MS: "1000", HOME: "/" });
  await server.url;
  server.child.kill("SIGTERM");
  const { code, out } = await server.exit;
  expect(code).toBe(0);
  const warnings = out.split("\n").filter((line) => line.includes("did you mean"));
  expect(warnings).toHaveLength(1);
  expect(JSON.parse(warnings[0] ?? "")).toMatchObject({
    level: 40,
    msg: "HEARBEAT_MS is not read by this server; did you mean HEARTBEAT_MS?",
  });
});

it("S15: METRICS_PORT has the server's metrics and the process's, and does not keep it from ending", async () => {
  using directory = temporaryDirectory();
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address() as AddressInfo;
  free.close();
  await once(free, "close");
  await using server = start({ DATA_DIR: directory.path, METRICS_PORT: String(port) });
  expect((await fetch(`${await server.url}/metrics`)).status).toBe(404);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(text).toContain('tidings_connections{stream="orders"} 0');
  expect(text).toContain("process_resident_memory_bytes");
  server.child.kill("SIGTERM");
  expect((await server.exit).code).toBe(0);

  const occupant = createServer().listen(port, "127.0.0.1");
  await once(occupant, "listening");
  await using refused = start({ DATA_DIR: directory.path, METRICS_PORT: String(port) });
  expect(await refused.exit).toMatchObject({
    code: 1,
    err: expect.stringMatching(/set METRICS_PORT or METRICS_HOST to/),
  });
  occupant.close();
});

it("SIGINT while it drains ends it at once", async () => {
  using directory = temporaryDirectory();
  await using server = start({ DATA_DIR: directory.path, DRAIN_MS: "600000" });
  const url = await server.url;
  const path = `${url}/api/orders/stream?token=${await signIn(url, "ada@example.com")}`;
  // The first ends at once, the second in the middle of the window.
  for (const stream of [await openStream(path), await openStream(path)]) await stream.next();
  const stopping = new Promise<void>((resolve) => {
    server.child.stdout.on("data", (text: string) => text.includes("stopping") && resolve());
  });
  server.child.kill("SIGINT");
  await stopping;
  server.child.kill("SIGINT");
  expect((await server.exit).code).toBe(1);
});

it("D18.3: SIGTERM with readers that do not read, connections that are never used and a request that never comes whole", async () => {
  using directory = temporaryDirectory();
  await using server = start({ DATA_DIR: directory.path, MAX_QUEUE_BYTES: "100000000" });
  const url = await server.url;
  const { hostname, port } = new URL(url);
  const token = await signIn(url, "ada@example.com");
  const dial = async (head = "") => {
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.on("error", () => {}).pause();
    if (head !== "") socket.write(head);
    return socket;
  };
  const sockets = [await dial(), await dial("POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")];
  for (let count = 0; count < 3; count += 1) {
    const stalled = await dial(`GET /api/orders/stream?token=${token} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await once(stalled, "readable");
    sockets.push(stalled);
  }
  server.child.kill("SIGTERM");
  expect(await server.exit).toMatchObject({ code: 0, signal: null, err: "" });
  for (const socket of sockets) socket.destroy();
});

it("in production it names no demo users, seeds none, and says in its log how to add one", async () => {
  using directory = temporaryDirectory();
  await using server = start({ DATA_DIR: directory.path, NODE_ENV: "production", JWT_SECRET: SECRET });
  const url = await server.url;
  server.child.kill("SIGTERM");
  const { code, out } = await server.exit;
  expect(code).toBe(0);
  const [warning = "", greeting] = out.split("\n");
  expect(JSON.parse(warning).msg).toMatch(/^there are no users, .* add one: pnpm --filter @tidings\/server user add$/);
  expect(greeting).toBe(`Tidings is on ${url}`);
});

it.each([
  [
    "a wrong configuration",
    { PORT: "x", LOG_LEVEL: "y" },
    /^Tidings did not start: PORT must be [^\n]*; LOG_LEVEL must be [^\n]*\n$/,
  ],
  ["a proxy that is none", { TRUST_PROXY: "foo" }, /^Tidings did not start: TRUST_PROXY must be [^\n]*\n$/],
  [
    "a wrong key beside a wrong number",
    { JWT_PRIVATE_KEY: "x", PORT: "x" },
    /^Tidings did not start: PORT must be [^\n]*; JWT_PRIVATE_KEY and [^\n]*\n$/,
  ],
  ["no secret in production", { NODE_ENV: "production" }, /^Tidings did not start: JWT_SECRET must be set [^\n]*\n$/],
  [
    "an address that is not this machine's",
    { HOST: "192.0.2.1" },
    /^Tidings did not start: cannot listen on 192\.0\.2\.1:0 [^\n]*\n$/,
  ],
])("%s is one clear line and exit 1", async (_what, env, line) => {
  using directory = temporaryDirectory();
  await using server = start({ DATA_DIR: directory.path, ...env });
  expect(await server.exit).toMatchObject({ code: 1, out: "", err: expect.stringMatching(line) });
});

it("a data directory that cannot be used is one clear line and exit 1", async () => {
  using directory = temporaryDirectory();
  writeFileSync(join(directory.path, "file"), "");
  await using server = start({ DATA_DIR: join(directory.path, "file", "data") });
  expect(await server.exit).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(/^Tidings did not start: DATA_DIR [^\n]*\n$/),
  });
});

it("a port in use is one clear line and exit 1, and so is a second server on the same data", async () => {
  using directory = temporaryDirectory();
  using other = temporaryDirectory();
  const occupant = createServer().listen(0, "127.0.0.1");
  await once(occupant, "listening");
  const { port } = occupant.address() as AddressInfo;
  await using refused = start({ DATA_DIR: other.path, PORT: String(port) });
  expect(await refused.exit).toMatchObject({
    code: 1,
    out: "",
    err: `Tidings did not start: cannot listen on 127.0.0.1:${port} (another program listens there); stop it or set PORT or HOST to something else\n`,
  });
  occupant.close();

  await using first = start({ DATA_DIR: directory.path });
  await first.url;
  await using second = start({ DATA_DIR: directory.path });
  expect(await second.exit).toMatchObject({
    code: 1,
    err: expect.stringMatching(/another Tidings server is running[^\n]*\n$/),
  });
});

it("D4.2, D14.2: kill -9, three changes in the file while it is down, restart: the reader resumes with all three, once", async () => {
  using directory = temporaryDirectory();
  const set = (status: string) => `UPDATE orders SET order_status = '${status}' WHERE order_code = 'ORD-A7X3B2'`;
  let token: string;
  let lastEventId: string;
  {
    await using server = start({ DATA_DIR: directory.path });
    const url = await server.url;
    token = await signIn(url, "ada@example.com");
    const stream = await openStream(`${url}/api/orders/stream?token=${token}`);
    await stream.next();
    await writeFromOutside(directory.path, set("Preparing"));
    lastEventId = (await stream.next()).id;
    server.child.kill("SIGKILL");
    await stream.ended;
  }
  await writeFromOutside(directory.path, set("Out for Delivery"), set("Delivered"), set("Cancelled"));
  await using server = start({ DATA_DIR: directory.path });
  const stream = await openStream(`${await server.url}/api/orders/stream?token=${token}`, {
    headers: { "Last-Event-ID": lastEventId },
  });
  expect((await stream.next()).data.resume).toBe("complete");
  const missed = [await stream.next(), await stream.next(), await stream.next()];
  expect(missed.map(({ data }) => [data.order_status, data.revision])).toEqual([
    ["Out for Delivery", 3],
    ["Delivered", 4],
    ["Cancelled", 5],
  ]);
  expect(stream.pending()).toEqual([]);
  stream.close();
});

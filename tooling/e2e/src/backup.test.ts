import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openHostStream } from "@tidings/host-suite";
import { freePort, startProcess, startServer, temporaryDirectory } from "@tidings/services";
import { expect, it, onTestFinished } from "vitest";
import { setStatus, signIn } from "./testing/api.ts";
import { runCommand } from "./testing/curl.ts";
import { guideBlocks } from "./testing/guide.ts";
import { received } from "./testing/seeds.ts";

// The steps of docs/guide/backup-and-restore.md, block by block.

const CLI = fileURLToPath(new URL("../../../packages/cli/src/", import.meta.url));
const [program = ""] = guideBlocks("backup-and-restore", "js");
const [backUp = "", restore = ""] = guideBlocks("backup-and-restore", "sh");

/** A folder in which the guide's commands run. */
function workplace() {
  const directory = temporaryDirectory();
  onTestFinished(() => directory[Symbol.dispose]());
  writeFileSync(join(directory.path, "backup.mjs"), program);
  return { path: directory.path, run: (block: string) => runCommand(`set -e; cd ${directory.path}; ${block}`) };
}

/** Follows a stream from a position, and answers how it resumed and what it is sent. */
async function follow(url: string, lastEventId?: string) {
  const stream = await openHostStream(url, lastEventId);
  onTestFinished(() => stream[Symbol.dispose]());
  await expect.poll(() => stream.events.length).toBeGreaterThan(0);
  return stream;
}

it("D2: a backup of tidings serve is restored: older readers go on, newer ones are told of the gap", async () => {
  const { path, run } = workplace();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ["serve", "--contract", `${CLI}testing/ci-board.ts`, "--public", "builds", "--port", String(port)];
  const env = { TIDINGS_PUBLISH_KEY: "a-key-for-publishing" };
  const start = async () => {
    const service = await startProcess({
      label: "tidings serve",
      command: process.execPath,
      args: [`${CLI}main.ts`, ...args],
      cwd: path,
      env,
      port,
    });
    onTestFinished(async () => void (await service.kill("SIGKILL")));
    return service;
  };
  const publish = async (build: number) => {
    const response = await fetch(`${url}/publish`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${env.TIDINGS_PUBLISH_KEY}` },
      body: JSON.stringify({ stream: "builds", event: "build_finished", data: { build, result: "passed" } }),
    });
    const { data } = (await response.json()) as { data: { positions: [string] } };
    return data.positions[0];
  };

  const server = await start();
  const [first] = [await publish(1), await publish(2)];
  expect(await run(backUp)).toContain("backup.db is whole");
  const lost = await publish(3);
  await server.kill("SIGTERM");
  await run(restore);
  await start();

  const older = await follow(`${url}/builds`, first);
  const newer = await follow(`${url}/builds`, lost);
  await publish(4);
  await expect.poll(() => older.events.slice(1).map(({ data }) => data.build)).toEqual([2, 4]);
  await expect.poll(() => newer.events.slice(1).map(({ data }) => data.build)).toEqual([4]);
  expect([older, newer].map(({ events }) => events[0]?.data.resume)).toEqual(["complete", "gap"]);
});

it("D2: the server's rows and events are restored together", async () => {
  const { path, run } = workplace();
  const here = (block: string) => block.replaceAll("events.db", "tidings.db");
  const dataDir = join(path, "tidings-data");
  await using server = await startServer({ dataDir });
  const stream = `${server.url}/api/orders/stream?token=${await signIn(server, "ada")}`;
  const live = await follow(stream);
  await setStatus(server, received, "Preparing");
  await expect.poll(() => live.events.length).toBe(2);
  expect(await run(here(backUp))).toContain("backup.db is whole");
  await setStatus(server, received, "Out for Delivery");
  await expect.poll(() => live.events.length).toBe(3);
  await server.kill("SIGTERM");
  await run(here(restore));
  await server.restart();

  const [, kept, lost] = live.events;
  expect((await follow(stream, kept?.id)).events[0]?.data.resume).toBe("complete");
  expect((await follow(stream, lost?.id)).events[0]?.data.resume).toBe("gap");
  const token = new URL(stream).searchParams.get("token");
  const orders = await fetch(`${server.url}/api/orders?token=${token}`);
  const { data } = (await orders.json()) as { data: { id: string; order_status: string }[] };
  expect(data.find(({ id }) => id === received.id)?.order_status).toBe("Preparing");
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@tidings/client";
import type { defineStream, EventDefinition } from "@tidings/contracts";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createStreamServer, serveStream, shutdown } from "@tidings/hub/node";
import { createMockServer, mockStream } from "@tidings/mocks";
import { setupServer } from "msw/node";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { codeBlocks } from "./code-blocks.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const read = (file: string) => codeBlocks(readFileSync(join(root, file), "utf8")).map(({ code }) => code);
const [fiveLines = ""] = read("docs/guide/your-own-contract.md");

/** What types know of the guide's contract. */
const schema = z.object({ build: z.string(), state: z.enum(["queued", "passed"]) });
type Builds = ReturnType<typeof defineStream<{ readonly build_moved: EventDefinition<typeof schema> }>>;

/** The guide's first block, as a program would import it. */
async function contract(): Promise<Builds> {
  const folder = mkdtempSync(fileURLToPath(new URL("../node_modules/.five-lines-", import.meta.url)));
  const file = join(folder, "contract.ts");
  writeFileSync(file, fiveLines);
  try {
    return (await import(/* @vite-ignore */ file)).buildsStream;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a client hears of the stream at an address: its greeting, then what `publish` sends when it has come. */
async function heard(baseUrl: string, stream: Builds, publish: () => unknown): Promise<unknown> {
  const client = createClient({ baseUrl });
  const opened = client.open(stream);
  try {
    return await new Promise((resolve) => {
      opened.on("connected", () => void publish());
      opened.on("build_moved", ({ data }) => resolve(data));
    });
  } finally {
    client.close();
  }
}

const moved = { event: "build_moved", data: { build: "7", state: "passed" } } as const;

it("a contract is five lines at most, the same in the guide, the README and the package's README", () => {
  expect(fiveLines.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(5);
  expect(read("README.md")).toContain(fiveLines);
  expect(read("packages/contracts/README.md")).toContain(fiveLines);
});

it("a contract of five lines is published by the hub and heard by the client", async () => {
  const stream = await contract();
  const hub = createHub({ log: createMemoryLog() });
  const topics = [stream.topic("ada")];
  const server = createStreamServer((request, response) => {
    serveStream(hub, request, response, { stream, topics });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    expect(await heard(`http://127.0.0.1:${port}`, stream, () => hub.publish(topics, moved))).toEqual(moved.data);
  } finally {
    await shutdown({ server, hub, withinMs: 0, deadlineMs: 0 });
  }
});

it("a contract of five lines is played by the mocks", async () => {
  const stream = await contract();
  const mocked = createMockServer();
  const interceptor = setupServer(mockStream(mocked, stream));
  interceptor.listen();
  try {
    const topic = stream.topic("*");
    expect(await heard("http://mocked.test", stream, () => mocked.publish(topic, moved))).toEqual(moved.data);
  } finally {
    mocked.close();
    interceptor.close();
  }
});

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createClient } from "@tidings/client";
import { notificationsStream } from "@tidings/contracts/notifications";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { hub, updateOperationProgress } from "./hub.ts";
import type { ProcessChunk } from "./process-upload.ts";
import { createUploadServer } from "./server.ts";
import { type Upload, watchUploads } from "./watch-uploads.ts";

let processChunk: ProcessChunk;
const { server, queue } = createUploadServer((percent) => processChunk(percent));
let url: string;

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  processChunk = async () => {};
});
afterAll(async () => {
  server.close();
  await hub.close();
  await once(server, "close");
});

/** Lets the work go on as far as a test says. */
function createGate() {
  let open = -1;
  const waiting = new Map<number, () => void>();
  processChunk = (percent) =>
    new Promise((resolve) => (percent <= open ? resolve() : void waiting.set(percent, resolve)));
  return (percent: number) => {
    open = percent;
    for (const [at, resolve] of waiting) if (at <= open) resolve();
  };
}

/** Ada's page, whose network a test can cut. */
async function openPage() {
  let cut: AbortController | undefined = new AbortController();
  const client = createClient({
    baseUrl: url,
    lingerMs: 0,
    backoff: { baseMs: 5, capMs: 20 },
    auth: { token: () => "token-of-ada" },
    host: {
      fetch: (address, init) =>
        cut === undefined
          ? Promise.reject(new TypeError("no network"))
          : fetch(address, { ...init, signal: AbortSignal.any([cut.signal, ...(init.signal ? [init.signal] : [])]) }),
    },
  });
  const wire: unknown[] = [];
  const stream = client.open(notificationsStream);
  stream.onAny(({ event, data }) => event !== "connected" && wire.push([event, data]));
  let uploads: ReadonlyMap<string, Upload> = new Map();
  watchUploads(client, (all) => {
    uploads = all;
  });
  const isOpen = () => expect.poll(() => stream.getSnapshot().state).toBe("open");
  await isOpen();
  return {
    wire,
    upload: (fileId: string) => uploads.get(fileId),
    isOpen,
    resume: () => stream.getSnapshot().resume,
    async goOffline() {
      cut?.abort();
      cut = undefined;
      await expect.poll(() => hub.count("ada")).toBe(0);
    },
    goOnline() {
      cut = new AbortController();
    },
    [Symbol.dispose]: () => client.close(),
  };
}

async function upload(): Promise<string> {
  const response = await fetch(`${url}/api/uploads`, {
    method: "POST",
    headers: { authorization: "Bearer token-of-ada" },
  });
  expect(response.status).toBe(202);
  const { fileId } = (await response.json()) as { fileId: string };
  return fileId;
}

const done = { state: "success", progress: 100, message: "The file is ready" };

it("003 job queue: progress from 0 to 100, then completion", async () => {
  using page = await openPage();
  const fileId = await upload();
  await expect.poll(() => page.upload(fileId)).toEqual(done);
  const progress = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((percent) => [
    "progress",
    { operationId: fileId, progress: percent, message: `Processing... ${percent}%` },
  ]);
  const details = { result: "The file is ready", fileUrl: `/uploads/${fileId}.jpg` };
  const completion = { type: "job_completion", jobId: fileId, result: "success", details };
  expect(page.wire).toEqual([...progress, ["notification", expect.objectContaining(completion)]]);
});

it("003 job queue: a reader that comes back in the middle goes on with what is then, and sees the end", async () => {
  const openUpTo = createGate();
  using page = await openPage();
  const fileId = await upload();
  openUpTo(20);
  await expect.poll(() => page.upload(fileId)?.progress).toBe(30);
  await page.goOffline();
  openUpTo(60);
  page.goOnline();
  await page.isOpen();
  expect(page.resume()).toBe("complete");
  openUpTo(70);
  await expect.poll(() => page.upload(fileId)?.progress).toBe(80);
  openUpTo(100);
  await expect.poll(() => page.upload(fileId)).toEqual(done);
});

it("003 job queue: a reader that was away at the end is told of it when it is back", async () => {
  const openUpTo = createGate();
  using page = await openPage();
  const fileId = await upload();
  openUpTo(20);
  await expect.poll(() => page.upload(fileId)?.progress).toBe(30);
  await page.goOffline();
  openUpTo(100);
  await queue.onIdle();
  page.goOnline();
  await expect.poll(() => page.upload(fileId)).toEqual(done);
});

it("003 job queue: a job that fails says so in words for people, and the next one runs", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockReturnValue();
  processChunk = async (percent) => {
    if (percent === 50) throw new Error("ENOSPC /dev/sda1");
  };
  using page = await openPage();
  const failed = await upload();
  const inWords = "The file could not be processed. Upload it again";
  await expect.poll(() => page.upload(failed)).toEqual({ state: "error", progress: 50, message: inWords });
  expect(JSON.stringify(page.wire)).not.toContain("ENOSPC");
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: "ENOSPC /dev/sda1" }));
  warn.mockRestore();
  processChunk = async () => {};
  const next = await upload();
  await expect.poll(() => page.upload(next)).toEqual(done);
});

it("003 job queue: progress that the end overtook changes nothing", async () => {
  using page = await openPage();
  const fileId = await upload();
  await expect.poll(() => page.upload(fileId)).toEqual(done);

  await updateOperationProgress(fileId, "ada", 90);
  await expect.poll(() => page.wire.at(-1)).toEqual(["progress", { operationId: fileId, progress: 90 }]);
  expect(page.upload(fileId)).toEqual(done);
});

it("003 job queue: nobody uploads, or listens, without signing in", async () => {
  for (const path of ["/api/sse", "/api/uploads"]) expect((await fetch(url + path)).status).toBe(401);
});

import { notificationsStream } from "@tidings/contracts/notifications";
import { sampleRecord } from "@tidings/contracts/records";
import { createDecoder } from "@tidings/wire";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createNotify } from "../notify.ts";
import type { CreatedConnection } from "../sse-manager.ts";
import { makeHub, turn } from "../testing/listen.ts";
import * as global from "./index.ts";
import {
  broadcast,
  emitRecordCreated,
  getSSE,
  initializeSSE,
  notifyDataChange,
  notifyJobCompletion,
  notifyUser,
  realtimeUpdate,
  systemNotification,
  updateOperationProgress,
} from "./index.ts";

/** What Next.js leaves as any. */
interface Delivery {
  eventType: string;
  userId: string;
  data: { changes: unknown; subscriberIds: string[] };
}

const quiet = { enableLogging: false } as const;

// Each test begins as a process does: nobody has called anything.
const forget = () => Reflect.deleteProperty(globalThis, Symbol.for("@tidings/notify/global"));
beforeEach(() => {
  forget();
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(async () => {
  await getSSE().destroy();
  vi.restoreAllMocks();
});

/** What a response brings first, the greeting aside; where it ends before, what there was. */
async function heardBy(
  { response }: Pick<CreatedConnection, "response">,
  count: number,
): Promise<readonly (readonly [string, unknown])[]> {
  const events: (readonly [string, unknown])[] = [];
  const decoder = createDecoder({ onEvent: ({ type, data }) => events.push([type, JSON.parse(data)]) });
  for await (const chunk of response.body ?? []) {
    decoder.decode(chunk);
    if (events.length > count) break;
  }
  return events.slice(1).filter(([type]) => type !== "ending");
}

it("003: every function is there under its name", () => {
  const functions = Object.keys(global).filter((name) => name !== "initializeSSE" && name !== "getSSE");
  expect(functions.sort()).toEqual(Object.keys(createNotify(makeHub())).sort());
});

it("003 quick start: what is imported works when it is called, without initializeSSE()", async () => {
  const page = getSSE().createConnection({ userId: "user123" });
  await turn();
  // As the brief has it.
  expect(broadcast({ event: "announcement", data: { message: "New feature released!" } })).toBe(1);
  expect(
    notifyUser("user123", { event: "notification", data: { title: "Welcome!", message: "Thanks for joining!" } }),
  ).toBe(1);
  expect(systemNotification("Maintenance scheduled for 2 AM", "warning")).toBe(1);
  const postData = { id: "post_123" };
  await notifyJobCompletion("job_123", "user_456", "success", { result: "File processed successfully" });
  await updateOperationProgress("upload_789", "user_456", 75, "Processing...");
  await notifyDataChange("post", "post_123", "updated", postData, ["user_456"]);
  expect(await heardBy(page, 3)).toEqual([
    ["announcement", { message: "New feature released!" }],
    ["notification", { title: "Welcome!", message: "Thanks for joining!" }],
    ["system", { message: "Maintenance scheduled for 2 AM", level: "warning" }],
  ]);
});

it("003 quick start: a function called while nobody is connected reaches nobody, and says so", () => {
  expect(broadcast({ event: "announcement", data: {} })).toBe(0);
});

it("003 webhook: the brief's handler, as it is printed there", async () => {
  const [page, reader] = ["user123", "user_456"].map((userId) => getSSE().createConnection({ userId }));
  await turn();
  async function POST(request: Request) {
    const { eventType, userId, data } = (await request.json()) as Delivery;

    switch (eventType) {
      case "user.profile.updated":
        notifyUser(userId, {
          event: "profile_updated",
          data: { message: "Profile updated", changes: data.changes },
        });
        break;

      case "content.published":
        realtimeUpdate("content", data, data.subscriberIds);
        break;
    }

    return new Response("OK");
  }
  const post = async (body: object) =>
    (await POST(new Request("http://localhost/", { method: "POST", body: JSON.stringify(body) }))).text();
  expect(await post({ eventType: "user.profile.updated", userId: "user123", data: { changes: ["name"] } })).toBe("OK");
  const data = { id: "post_1", subscriberIds: ["user_456"] };
  expect(await post({ eventType: "content.published", data })).toBe("OK");
  expect(page && (await heardBy(page, 1))).toEqual([
    ["profile_updated", { message: "Profile updated", changes: ["name"] }],
  ]);
  expect(reader && (await heardBy(reader, 1))).toEqual([["update", { type: "content", data }]]);
});

it("003 tRPC: the brief's mutation, as it is printed there", async () => {
  const page = getSSE().createConnection({ userId: "user123" });
  await turn();
  const updateUserProfile = async (id: string, input: object) => ({ id, ...input });
  const mutation = async ({ ctx, input }: { ctx: { user: { id: string } }; input: object }) => {
    const updatedUser = await updateUserProfile(ctx.user.id, input);

    // Send real-time notification
    notifyUser(ctx.user.id, {
      event: "profile_updated",
      data: { message: "Profile updated successfully" },
    });

    return updatedUser;
  };
  expect(await mutation({ ctx: { user: { id: "user123" } }, input: { name: "Ada" } })).toEqual({
    id: "user123",
    name: "Ada",
  });
  expect(await heardBy(page, 1)).toEqual([["profile_updated", { message: "Profile updated successfully" }]]);
});

it("003 job queue: the brief's processor, as it is printed there", async () => {
  const page = getSSE().createConnection({ userId: "user123" });
  await turn();
  const processChunk = async (_progress: number) => {};
  async function processUpload(jobData: { userId: string; fileId: string }) {
    const { userId, fileId } = jobData;

    // Send progress updates
    for (let i = 0; i <= 100; i += 10) {
      await updateOperationProgress(fileId, userId, i, `Processing... ${i}%`);
      await processChunk(i);
    }

    // Send completion notification
    await notifyJobCompletion(fileId, userId, "success", {
      fileUrl: "/uploads/processed-file.jpg",
    });
  }
  await processUpload({ userId: "user123", fileId: "file_1" });
  const heard = await heardBy(page, 12);
  expect(heard.map(([type]) => type)).toEqual([...Array.from({ length: 11 }, () => "progress"), "notification"]);
  expect(heard[10]?.[1]).toEqual({ operationId: "file_1", progress: 100, message: "Processing... 100%" });
});

it("004: emitRecordCreated(record), imported by name, reaches who listens to records, and its owner alone if it is private", async () => {
  const owner = getSSE().createRecordsConnection({ userId: sampleRecord.userId });
  const other = getSSE().createRecordsConnection({ userId: "other", events: "notification,record.created" });
  await turn();
  expect(emitRecordCreated(sampleRecord)).toBe(1);
  expect(emitRecordCreated({ ...sampleRecord, visibility: "everyone" })).toBe(2);
  expect(global.emitNotification({ title: "Lab results" }, "other")).toBe(1);
  expect((await heardBy(owner, 2)).map(([type]) => type)).toEqual(["record.created", "record.created"]);
  expect((await heardBy(other, 2)).map(([type]) => type)).toEqual(["record.created", "notification"]);
});

it("003 initializeSSE: the functions use its manager, before and after", async () => {
  const before = getSSE().createConnection({ userId: "ada" });
  const manager = initializeSSE({ pingInterval: 30_000, clientTimeout: 60_000, maxClients: 2, ...quiet });
  expect(getSSE()).toBe(manager);
  // Other options than the manager had that was made on first use: its connections end, and come back by themselves.
  expect(await heardBy(before, 9)).toEqual([]);
  expect(notifyUser("ada", { event: "hello", data: 1 })).toBe(0);
  manager.createConnection({ userId: "ada" });
  expect(notifyUser("ada", { event: "hello", data: 1 })).toBe(1);
  manager.createConnection();
  expect(() => manager.createConnection()).toThrow(expect.objectContaining({ code: "full" }));
});

it("003 initializeSSE: with the options that there are it cuts nobody off, as after a hot reload", () => {
  const first = initializeSSE({ maxClients: 5, ...quiet });
  first.createConnection();
  expect(initializeSSE({ ...quiet, maxClients: 5, pingInterval: 30_000, clientTimeout: undefined })).toBe(first);
  expect(broadcast({ event: "hello", data: 1 })).toBe(1);
  expect(initializeSSE({ maxClients: 6, ...quiet })).not.toBe(first);
  expect(broadcast({ event: "hello", data: 1 })).toBe(0);
});

it("003 initializeSSE: without options it keeps the manager that was made on first use", () => {
  const implicit = getSSE();
  expect(initializeSSE()).toBe(implicit);
});

it("003 initializeSSE, D28: wrong options are refused, and the manager that there is goes on", () => {
  const first = initializeSSE(quiet);
  first.createConnection();
  for (const wrong of [
    { maxClients: Number.NaN },
    { maxClients: -1 },
    { maxClients: 0 },
    { pingInterval: Number.NaN },
    { pingInterval: 0 },
    { pingInterval: Number.POSITIVE_INFINITY },
    { clientTimeout: -5 },
    { clientTimeout: 0 },
  ]) {
    expect(() => initializeSSE({ ...quiet, ...wrong })).toThrow(expect.objectContaining({ code: "invalid_options" }));
  }
  expect(getSSE()).toBe(first);
  expect(broadcast({ event: "hello", data: 1 })).toBe(1);
});

it("003 destroy: the next call makes another manager, with the same options", async () => {
  const first = initializeSSE({ maxClients: 1, ...quiet });
  first.createConnection();
  await first.destroy();
  expect(broadcast({ event: "hello", data: 1 })).toBe(0);
  const second = getSSE();
  expect(second).not.toBe(first);
  second.createConnection();
  expect(() => second.createConnection()).toThrow(expect.objectContaining({ code: "full" }));
  expect(broadcast({ event: "hello", data: 1 })).toBe(1);
  await expect(first.destroy()).resolves.toBeUndefined();
});

it("003 initializeSSE: one manager a process, however often a bundler loads the module", async () => {
  getSSE().createConnection({ userId: "ada" });
  vi.resetModules();
  const again = await import("./index.ts");
  expect(again.notifyUser).not.toBe(notifyUser);
  expect(again.getSSE()).toBe(getSSE());
  expect(again.notifyUser("ada", { event: "notification", data: { title: "Welcome!" } })).toBe(1);
  expect(again.initializeSSE()).toBe(getSSE());
  expect(getSSE().getStats().totalClients).toBe(1);
  expect(notificationsStream.name).toBe("notifications");
});

import { parse } from "@tidings/contracts";
import { dataChange, jobCompletion, newMessage } from "@tidings/contracts/notifications";
import { acceptedCases, refusedCases } from "@tidings/contracts/testing";
import type { Hub } from "@tidings/hub";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { NotifyError } from "./error.ts";
import { createNotify, type Notify } from "./notify.ts";
import { type Listener, listen, makeHub, turn } from "./testing/listen.ts";

let hub: Hub;
let notify: Notify;
let ada: Listener;
let ada2: Listener;
let grace: Listener;
let nobody: Listener;

beforeEach(async () => {
  hub = makeHub();
  notify = createNotify(hub);
  ada = await listen(hub, { userId: "ada", sessionId: "s1", metadata: { page: "dashboard" } });
  ada2 = await listen(hub, { userId: "ada", metadata: { page: "orders" } });
  grace = await listen(hub, { userId: "grace", metadata: { page: "dashboard" } });
  nobody = await listen(hub);
  return () => hub.close();
});

const announcement = { event: "announcement", data: { message: "New feature released!" } } as const;

/** Who of the four heard something, and what. */
async function heard() {
  await turn();
  return { ada: ada.heard(), ada2: ada2.heard(), grace: grace.heard(), nobody: nobody.heard() };
}

describe("003 notifications", () => {
  it("broadcast reaches everyone, and answers how many at once", async () => {
    expect(notify.broadcast(announcement)).toBe(4);
    const one = [["announcement", announcement.data]];
    expect(await heard()).toEqual({ ada: one, ada2: one, grace: one, nobody: one });
  });

  it("notifyUser reaches every connection of one user and no other", async () => {
    const event = { event: "notification", data: { title: "Welcome!", message: "Thanks for joining!" } } as const;
    expect(notify.notifyUser("ada", event)).toBe(2);
    const one = [["notification", event.data]];
    expect(await heard()).toEqual({ ada: one, ada2: one, grace: [], nobody: [] });
    expect(notify.notifyUser("somebody else", event)).toBe(0);
  });

  it("notifyUsers reaches each once, however often one is named; nobody is nobody", async () => {
    expect(notify.notifyUsers(["grace", "ada", "grace"], announcement)).toBe(3);
    expect(notify.notifyUsers([], announcement)).toBe(0);
    expect((await heard()).grace).toHaveLength(1);
    expect(nobody.heard()).toEqual([]);
  });

  it.each([
    [{}, ["ada", "ada2", "grace", "nobody"]],
    [{ sessionId: "s1" }, ["ada"]],
    [{ metadata: { page: "dashboard" } }, ["ada", "grace"]],
    [{ userId: "ada", metadata: { page: "dashboard" } }, ["ada"]],
    [{ userId: "ada", metadata: { page: "elsewhere" } }, []],
  ])("notifyClients %j reaches %j", async (filter, names) => {
    expect(notify.notifyClients(structuredClone(filter), announcement)).toBe(names.length);
    const all = await heard();
    expect(Object.entries(all).flatMap(([name, events]) => (events.length > 0 ? [name] : []))).toEqual(names);
  });

  it("systemNotification: level info unless told", async () => {
    expect(notify.systemNotification("Maintenance scheduled for 2 AM", "warning")).toBe(4);
    notify.systemNotification("Done");
    expect((await heard()).nobody).toEqual([
      ["system", { message: "Maintenance scheduled for 2 AM", level: "warning" }],
      ["system", { message: "Done", level: "info" }],
    ]);
  });

  it("realtimeUpdate: to everyone, or to some", async () => {
    expect(notify.realtimeUpdate("content", { id: 1 })).toBe(4);
    expect(notify.realtimeUpdate("content", { id: 2 }, ["grace"])).toBe(1);
    const all = await heard();
    expect(all.ada).toEqual([["update", { type: "content", data: { id: 1 } }]]);
    expect(all.grace).toHaveLength(2);
  });

  it("progressUpdate, successNotification, errorNotification: to everyone, or to one user", async () => {
    notify.progressUpdate("upload_789", 75, "Processing...", "grace");
    notify.successNotification("Saved", { id: 1 }, "grace");
    notify.errorNotification("The upload failed", { fileId: "f-1" }, "grace");
    expect(await heard()).toEqual({
      ada: [],
      ada2: [],
      nobody: [],
      grace: [
        ["progress", { operationId: "upload_789", progress: 75, message: "Processing..." }],
        ["success", { message: "Saved", data: { id: 1 } }],
        ["error", { error: "The upload failed", context: { fileId: "f-1" } }],
      ],
    });
    expect(notify.progressUpdate("o", 0)).toBe(4);
    expect(notify.successNotification("Saved")).toBe(4);
    expect(notify.errorNotification("Failed")).toBe(4);
  });
});

describe("003 integration helpers", () => {
  it("notifyJobCompletion: a notification to the job's user", async () => {
    await notify.notifyJobCompletion("job_123", "grace", "success", { result: "File processed successfully" });
    await notify.notifyJobCompletion("job_124", "grace", "error", { error: "Disk full" });
    const events = (await heard()).grace;
    expect(events.every(([name, data]) => name === "notification" && parse(jobCompletion, data).ok)).toBe(true);
    expect(events.map(([, data]) => data)).toMatchObject([
      { jobId: "job_123", result: "success", title: "Job finished", message: "File processed successfully" },
      { jobId: "job_124", result: "error", title: "Job failed", message: "Disk full" },
    ]);
    expect(ada.heard()).toEqual([]);
  });

  it("updateOperationProgress: progress with metadata", async () => {
    await notify.updateOperationProgress("upload_789", "grace", 75, "Processing...", { step: 3 });
    const data = { operationId: "upload_789", progress: 75, message: "Processing...", metadata: { step: 3 } };
    expect((await heard()).grace).toEqual([["progress", data]]);
  });

  it("announceSystemUpdate: info unless told; critical is an error", async () => {
    expect(await notify.announceSystemUpdate("Release", "2.0 is out")).toBe(4);
    expect(await notify.announceSystemUpdate("Security", "Sign in again", "critical", ["grace"])).toBe(1);
    expect((await heard()).grace.map(([, data]) => data)).toEqual([
      { title: "Release", message: "2.0 is out", level: "info", severity: "info" },
      { title: "Security", message: "Sign in again", level: "error", severity: "critical" },
    ]);
  });

  it("notifyDataChange: an update of the entity's type", async () => {
    expect(await notify.notifyDataChange("post", "post_123", "updated", { title: "Hello" }, ["grace"])).toBe(1);
    const [[name, data] = []] = (await heard()).grace;
    expect([name, data]).toMatchObject(["update", { type: "post" }]);
    expect(parse(dataChange, (data as { data: unknown }).data)).toMatchObject({
      data: { entityId: "post_123", changeType: "updated", data: { title: "Hello" } },
    });
  });

  it("notifyNewMessage: to the recipients, never to the sender", async () => {
    expect(await notify.notifyNewMessage("conv", "ada", ["ada", "grace"], "See you at five", { urgent: true })).toBe(1);
    const all = await heard();
    expect(all.ada).toEqual([]);
    expect(parse(newMessage, all.grace[0]?.[1])).toMatchObject({
      data: { conversationId: "conv", senderId: "ada", message: "See you at five", metadata: { urgent: true } },
    });
  });

  it("notifyUserActivity and notifyMetricsUpdate: to everyone, or to some, and not stored", async () => {
    const before = await hub.head();
    expect(await notify.notifyUserActivity("ada", "typing", ["grace"], { in: "conv" })).toBe(1);
    expect(await notify.notifyMetricsUpdate("orders", 128, 4)).toBe(4);
    expect(await hub.head()).toBe(before);
    expect((await heard()).grace).toEqual([
      ["user_activity", { userId: "ada", activity: "typing", metadata: { in: "conv" } }],
      ["metrics", { metricType: "orders", value: 128, change: 4 }],
    ]);
  });
});

describe("D13.1, D13.4: a wrong call fails where it is made, and nothing is sent", () => {
  it.each([
    ["a payload that breaks its contract", () => notify.progressUpdate("o", 101), "invalid_event"],
    ["a level that does not exist", () => notify.systemNotification("x", "fatal" as never), "invalid_event"],
    ["a name that forges a field", () => notify.broadcast({ event: "x\ndata: y", data: 1 }), "invalid_event"],
    ["the greeting's name", () => notify.broadcast({ event: "connected", data: {} }), "unknown_event"],
    ["the ending's name", () => notify.broadcast({ event: "ending", data: {} }), "unknown_event"],
    ["too much", () => notify.broadcast({ event: "big", data: "x".repeat(70_000) }), "event_too_large"],
    ["what JSON cannot say", () => notify.broadcast({ event: "n", data: 1n }), "invalid_event"],
  ])("%s", async (_what, call, code) => {
    expect(call).toThrow(NotifyError);
    expect(call).toThrow(expect.objectContaining({ code }));
    expect((await heard()).ada).toEqual([]);
  });

  it.each(refusedCases)("$title, as the hub refuses it", async ({ event, data, code, names }) => {
    expect(() => notify.broadcast({ event, data: data() })).toThrow(
      expect.objectContaining({ name: "NotifyError", code, message: expect.stringContaining(names.slice(0, 100)) }),
    );
    expect((await heard()).ada).toEqual([]);
  });

  it.each(acceptedCases)("but takes $title", async ({ event, data }) => {
    expect(notify.broadcast({ event, data: data() })).toBe(4);
    expect((await heard()).ada).toEqual([[event, JSON.parse(JSON.stringify(data()))]]);
  });

  it("D8.2: an event to a thousand users is validated once", () => {
    let looks = 0;
    const data = {
      operationId: "o",
      get progress() {
        looks += 1;
        return 5;
      },
    };
    const users = Array.from({ length: 1000 }, (_, index) => `user ${index}`);
    expect(notify.notifyUsers([...users, "ada"], { event: "progress", data })).toBe(2);
    expect(looks).toBe(1);
  });

  it("the helpers that answer a promise reject", async () => {
    await expect(notify.updateOperationProgress("o", "ada", -1)).rejects.toMatchObject({ code: "invalid_event" });
  });

  it("what the log refuses is told to onError, and rejected by the helpers", async () => {
    const onError = vi.fn();
    const failing = { connections: hub.connections, publishAll: () => Promise.reject(new Error("disk full")) };
    const { broadcast, notifyDataChange } = createNotify(failing, { onError });
    expect(broadcast(announcement)).toBe(4);
    await turn();
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: "disk full" }));
    await expect(notifyDataChange("post", "p", "deleted", null)).rejects.toThrow("disk full");
  });

  it("D22.2: an onError that throws is itself told to the process, and ends nothing", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const failing = { connections: hub.connections, publishAll: () => Promise.reject(new Error("disk full")) };
    const onError = () => {
      throw new Error("no logger");
    };
    expect(createNotify(failing, { onError }).broadcast(announcement)).toBe(4);
    await turn();
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: "no logger" }));
    warn.mockRestore();
  });

  it("what a helper is not told of is left out, a job is then named by its id, and an activity reaches everyone", async () => {
    await notify.notifyJobCompletion("job_125", "grace", "success");
    await notify.notifyJobCompletion("job_126", "grace", "error", { error: 7 });
    expect(await notify.notifyUserActivity("ada", "online")).toBe(4);
    expect((await heard()).grace.map(([, data]) => data)).toEqual([
      { type: "job_completion", jobId: "job_125", result: "success", title: "Job finished", message: "job_125" },
      {
        type: "job_completion",
        jobId: "job_126",
        result: "error",
        title: "Job failed",
        message: "job_126",
        details: { error: 7 },
      },
      { userId: "ada", activity: "online" },
    ]);
  });
});

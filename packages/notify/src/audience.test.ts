import type { Hub } from "@tidings/hub";
import { beforeEach, describe, expect, it } from "vitest";
import { everyone } from "./audience.ts";
import { createNotify, type Notify } from "./notify.ts";
import { SSEManager } from "./sse-manager.ts";
import { type Listener, listen, makeHub, turn } from "./testing/listen.ts";

let hub: Hub;
let notify: Notify;
let ada: Listener;
let nobody: Listener;
/** As JavaScript, and types that were not looked at, would have it. */
const missing = undefined as unknown as string;

beforeEach(async () => {
  hub = makeHub();
  notify = createNotify(hub);
  ada = await listen(hub, { userId: "ada", metadata: { page: "orders" } });
  nobody = await listen(hub);
  return () => hub.close();
});

const event = { event: "announcement", data: { message: "private" } } as const;
const record = {
  id: "r",
  title: "Blood test",
  category: "lab",
  note: "",
  visibility: "owner",
  userId: missing,
  revision: 1,
  createdAt: "",
  updatedAt: "",
} as unknown as Parameters<Notify["emitRecordCreated"]>[0];

describe("S23.1: a user that is undefined is nobody, and never everybody", () => {
  it.each<[string, () => unknown]>([
    ["notifyUser", () => notify.notifyUser(missing, event)],
    ["notifyUser, empty", () => notify.notifyUser("", event)],
    ["notifyUsers, one of them", () => notify.notifyUsers(["ada", missing], event)],
    ["notifyUsers, no list", () => notify.notifyUsers(missing as never, event)],
    ["notifyClients without a filter", () => notify.notifyClients(missing as never, event)],
    ["notifyClients by a user", () => notify.notifyClients({ userId: missing }, event)],
    [
      "notifyClients by a session, beside a user",
      () => notify.notifyClients({ userId: "ada", sessionId: missing }, event),
    ],
    ["notifyClients by empty metadata", () => notify.notifyClients({ metadata: {} }, event)],
    ["notifyClients by metadata", () => notify.notifyClients({ metadata: { page: missing } }, event)],
    ["notifyClients by what is no attribute", () => notify.notifyClients({ user: "ada" } as object, event)],
    ["realtimeUpdate", () => notify.realtimeUpdate("t", 1, missing as never)],
    ["progressUpdate", () => notify.progressUpdate("o", 5, "half", missing)],
    ["successNotification", () => notify.successNotification("m", { private: true }, missing)],
    ["errorNotification", () => notify.errorNotification("e", { private: true }, missing)],
    ["emitNotification", () => notify.emitNotification({ title: "t" }, missing)],
    ["emitCustomEvent", () => notify.emitCustomEvent("a.b", 1, missing)],
    ["emitEvent", () => notify.emitEvent({ event: "a.b", data: 1 }, missing)],
    ["emitRecordCreated of nobody", () => notify.emitRecordCreated(record)],
  ])("%s", async (_what, call) => {
    expect(call).toThrow(expect.objectContaining({ name: "NotifyError", code: "invalid_audience" }));
    await turn();
    expect([ada.heard(), nobody.heard()]).toEqual([[], []]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["notifyJobCompletion", () => notify.notifyJobCompletion("j", missing, "success")],
    ["updateOperationProgress", () => notify.updateOperationProgress("o", missing, 5)],
    ["announceSystemUpdate", () => notify.announceSystemUpdate("t", "m", "info", missing as never)],
    ["notifyDataChange", () => notify.notifyDataChange("post", "p", "updated", {}, missing as never)],
    ["notifyNewMessage", () => notify.notifyNewMessage("c", "grace", [missing], "hello")],
    ["notifyUserActivity", () => notify.notifyUserActivity("ada", "online", missing as never, { in: "c" })],
    ["notifyMetricsUpdate", () => notify.notifyMetricsUpdate("m", 1, 0, missing as never)],
  ])("%s", async (_what, call) => {
    await expect(call()).rejects.toMatchObject({ name: "NotifyError", code: "invalid_audience" });
    await turn();
    expect([ada.heard(), nobody.heard()]).toEqual([[], []]);
  });

  it.each<[string, (manager: SSEManager) => unknown]>([
    ["sendToClient", (manager) => manager.sendToClient(missing, event)],
    ["sendToUser", (manager) => manager.sendToUser(missing, event)],
    ["sendToClients", (manager) => manager.sendToClients({ sessionId: missing }, event)],
    ["disconnectClient", (manager) => manager.disconnectClient(missing)],
  ])("SSEManager.%s", async (_what, call) => {
    const manager = new SSEManager({ enableLogging: false });
    const { response } = manager.createConnection();
    expect(() => call(manager)).toThrow(expect.objectContaining({ code: "invalid_audience" }));
    expect(manager.getStats()).toMatchObject({ totalClients: 1 });
    await manager.destroy();
    expect(await response.text()).not.toContain("private");
  });
});

describe("S23.2: everyone is named by naming nobody, or by everyone", () => {
  it.each<[string, () => number]>([
    ["successNotification, as the brief has it", () => notify.successNotification("m", 1)],
    ["successNotification", () => notify.successNotification("m", 1, everyone)],
    ["progressUpdate", () => notify.progressUpdate("o", 5, "half", everyone)],
    ["errorNotification", () => notify.errorNotification("e", {}, everyone)],
    ["realtimeUpdate", () => notify.realtimeUpdate("t", 1, everyone)],
    ["notifyClients, as the brief has it", () => notify.notifyClients({}, event)],
  ])("%s", (_what, call) => {
    expect(call()).toBe(2);
  });

  it("also where more follows", async () => {
    expect(await notify.notifyUserActivity("ada", "online", everyone, { in: "c" })).toBe(2);
    await turn();
    expect(nobody.heard()).toEqual([["user_activity", { userId: "ada", activity: "online", metadata: { in: "c" } }]]);
  });

  it("and no user's id is taken for it", () => {
    for (const id of ["all", "everyone", "*"]) expect(notify.successNotification("m", 1, id)).toBe(0);
  });
});

it.each<[string, () => unknown]>([
  ["a user's id is undefined", () => notify.notifyUser(missing, event)],
  ["a user's id is null", () => notify.notifyUser(null as never, event)],
  ["a user's id is empty", () => notify.notifyUser("", event)],
  ["a user's id is of the type number", () => notify.notifyUser(7 as never, event)],
  ["the users are no list", () => notify.notifyUsers("ada" as never, event)],
  ["the filter is null", () => notify.notifyClients(null as never, event)],
  ["the filter is of the type string", () => notify.notifyClients("ada" as never, event)],
  ["the filter's userId is empty", () => notify.notifyClients({ userId: "" }, event)],
  ["the filter's metadata is null", () => notify.notifyClients({ metadata: null as never }, event)],
  ["the filter's metadata names nothing", () => notify.notifyClients({ metadata: {} }, event)],
  [
    "the filter's metadata.page is of the type number",
    () => notify.notifyClients({ metadata: { page: 1 as never } }, event),
  ],
  [
    'the filter has "user"; there are clientId, userId, sessionId and metadata',
    () => notify.notifyClients({ user: "ada" } as object, event),
  ],
])("S23.1: an error says that %s", (why, call) => {
  expect(call).toThrow(`${why}: that is nobody. To reach everyone, name nobody, or \`everyone\``);
});

it("everyone is the same in every copy of the module", () => {
  expect(everyone).toBe(Symbol.for("@tidings/notify/everyone"));
});

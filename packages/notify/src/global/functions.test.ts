import { expect, it, vi } from "vitest";
import { createNotify } from "../notify.ts";
import { makeHub } from "../testing/listen.ts";
import * as global from "./index.ts";

const functions = Object.entries(global).filter(([name]) => name !== "initializeSSE" && name !== "getSSE");

it("003: every function is there under its name, and says what to do before initializeSSE()", () => {
  // The manager serves notifications alone: what is emitted to records would reach nobody.
  const toolkit = Object.keys(createNotify(makeHub())).filter((name) => !name.startsWith("emit"));
  expect(functions.map(([name]) => name).sort()).toEqual(toolkit.sort());
  for (const [, call] of functions) {
    expect(call as () => unknown).toThrow(expect.objectContaining({ code: "not_initialized" }));
  }
});

it("003 initializeSSE: the functions use the one manager, and the next one after it was made anew", async () => {
  const first = global.initializeSSE({
    pingInterval: 30_000,
    clientTimeout: 60_000,
    maxClients: 1000,
    enableLogging: false,
  });
  first.createConnection({ userId: "ada" });
  expect(global.broadcast({ event: "announcement", data: { message: "New feature released!" } })).toBe(1);
  expect(global.notifyUser("ada", { event: "notification", data: { title: "Welcome!" } })).toBe(1);
  await expect(global.notifyJobCompletion("job", "ada", "success")).resolves.toBeUndefined();
  expect(global.getSSE()).toBe(first);
  const second = global.initializeSSE({ enableLogging: false });
  expect(global.systemNotification("hello")).toBe(0);
  await second.destroy();
});

it("003 initializeSSE: one manager a process, however often a bundler loads the module", async () => {
  const manager = global.initializeSSE({ enableLogging: false });
  manager.createConnection({ userId: "ada" });
  vi.resetModules();
  const again = await import("./index.ts");
  expect(again.notifyUser).not.toBe(global.notifyUser);
  expect(again.notifyUser("ada", { event: "notification", data: { title: "Welcome!" } })).toBe(1);
  await manager.destroy();
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import { leftovers, nothing, type Rig, setUp } from "../testing/index.ts";
import { notificationEvent, notificationsGreeting } from "../testing/notification-events.ts";
import { createSSEStore, disconnected, type SSEEvent, type SSEStore } from "./sse-store.ts";

let rig: Rig;
let store: SSEStore;

beforeEach(() => {
  rig = setUp();
  store = createSSEStore(rig.client, { page: "home" }, { maxAttempts: 1 });
});

async function greet() {
  await rig.host.advance(0);
  await rig.server.last.accept();
  await rig.server.last.send(notificationsGreeting);
  await rig.host.frame();
}

const welcome = notificationEvent({ event: "notification", data: { title: "Welcome" } }, 1);

describe("the store of useSSE", () => {
  it("is disconnected until it is told to connect, which it then does at its query", async () => {
    expect(store.getSnapshot()).toBe(disconnected);
    await rig.host.advance(1_000);
    expect(rig.server.requests).toHaveLength(0);
    store.connect();
    expect(store.getSnapshot()).toEqual({ ...disconnected, isConnecting: true });
    await greet();
    expect(rig.server.last.url.search).toBe("?page=home");
    expect(store.getSnapshot()).toMatchObject({
      isConnected: true,
      isConnecting: false,
      lastEvent: { event: "connected" },
    });
  });

  it("C10.2: is not connected by headers alone", async () => {
    store.connect();
    await rig.host.advance(0);
    await rig.server.last.accept();
    await rig.host.frame();
    expect(store.getSnapshot()).toMatchObject({ isConnected: false, isConnecting: true });
  });

  it("C15: tells its listeners once a frame, with the newest event", async () => {
    store.connect();
    await greet();
    const listener = vi.fn();
    const leave = store.subscribe(listener);
    for (const title of ["one", "two"]) {
      await rig.server.last.send(notificationEvent({ event: "notification", data: { title } }));
    }
    expect(listener).not.toHaveBeenCalled();
    await rig.host.frame();
    expect(listener).toHaveBeenCalledOnce();
    expect(store.getSnapshot().lastEvent).toEqual({ event: "notification", data: { title: "two" } });
    leave();
    leave();
    await rig.server.last.send(welcome);
    await rig.host.frame();
    expect(listener).toHaveBeenCalledOnce();
    expect(store.getSnapshot().lastEvent).toEqual({ event: "notification", data: { title: "Welcome" }, id: "e:1" });
  });

  it("C14.3: a listener of its that throws is reported by its name, and the others are served", () => {
    const other = vi.fn();
    store.subscribe(() => {
      throw new Error("a bug of the application");
    });
    store.subscribe(other);
    store.connect();
    expect(other).toHaveBeenCalledOnce();
    expect(rig.problems).toMatchObject([
      { code: "listener_failed", message: "a listener of useSSE threw; the others were served" },
    ]);
  });

  it("hears events by name, whether it was asked before it connects or after, until it is told to stop", async () => {
    const heard: SSEEvent[] = [];
    const stopEarly = store.addEventListener("notification", (event) => heard.push(event));
    store.connect();
    const stopLate = store.addEventListener("backup.finished", (event) => heard.push(event));
    await greet();
    await rig.server.last.send(welcome, { event: "backup.finished", data: "1" });
    expect(heard).toEqual([
      { event: "notification", data: { title: "Welcome" }, id: "e:1" },
      { event: "backup.finished", data: 1 },
    ]);
    for (const stop of [stopEarly, stopLate, stopEarly]) stop();
    await rig.server.last.send(notificationEvent({ event: "notification", data: {} }, 2));
    await rig.server.last.send({ event: "backup.finished", data: "2" });
    expect(heard).toHaveLength(2);
    store.disconnect();
    store.connect();
    await greet();
    await rig.server.last.send({ event: "backup.finished", data: "3" });
    expect(heard).toHaveLength(2);
  });

  it("keeps handlers and the newest event while it is disconnected, and takes them up again", async () => {
    const heard: unknown[] = [];
    store.addEventListener("notification", ({ data }) => heard.push(data));
    store.connect();
    await greet();
    await rig.server.last.send(welcome);
    store.disconnect();
    expect(store.getSnapshot()).toEqual({ ...disconnected, lastEvent: expect.objectContaining({ id: "e:1" }) });
    await rig.host.advance(1_000);
    expect(leftovers(rig)).toEqual(nothing);
    store.disconnect();
    store.connect();
    await greet();
    await rig.server.last.send(notificationEvent({ event: "notification", data: { title: "Back" } }, 2));
    expect(heard).toEqual([{ title: "Welcome" }, { title: "Back" }]);
  });

  it("says why it is not connected, gives up when it is told to, and connects at once when it is asked again", async () => {
    store.connect();
    await greet();
    await rig.server.last.drop();
    await rig.host.frame();
    expect(store.getSnapshot()).toMatchObject({ isConnected: false, isConnecting: true, reconnectAttempts: 1 });
    expect(store.getSnapshot().error).toContain("connection broke");
    await rig.host.advance(1_000);
    await rig.server.last.answer(503);
    await rig.host.advance(60_000);
    await rig.host.frame();
    expect(store.getSnapshot()).toMatchObject({ isConnected: false, isConnecting: false });
    expect(rig.server.requests).toHaveLength(2);
    store.connect();
    await greet();
    expect(store.getSnapshot()).toMatchObject({ isConnected: true, error: null, reconnectAttempts: 0 });
    store.connect();
    await rig.host.advance(1_000);
    expect(rig.server.requests).toHaveLength(3);
  });
});

import { notificationsStream } from "@tidings/contracts/notifications";
import { expect, test, vi } from "vitest";
import { shareEventStore } from "../stores/shared-event-stores.ts";
import { setUp } from "../testing/index.ts";
import { notificationEvent, notificationsGreeting } from "../testing/notification-events.ts";

const ofSuccesses = shareEventStore<typeof notificationsStream, number>({
  stream: notificationsStream,
  initial: 0,
  listen: (stream, apply) => {
    stream.on("success", () => apply((count) => count + 1));
  },
});

const saved = (position: number) => notificationEvent({ event: "success", data: { message: "Saved" } }, position);

async function open() {
  const rig = setUp();
  const store = ofSuccesses(rig.client, undefined);
  const listener = vi.fn();
  const leave = store.subscribe(listener);
  await rig.host.advance(0);
  await rig.server.last.accept();
  await rig.server.last.send(notificationsGreeting);
  return { ...rig, store, listener, leave };
}

test("C15: a burst is told once, in the next frame", async () => {
  const { host, server, store, listener, leave } = await open();
  for (let position = 1; position <= 20; position++) await server.last.send(saved(position));
  expect(store.getSnapshot()).toBe(0);
  expect(listener).not.toHaveBeenCalled();
  await host.frame();
  expect(store.getSnapshot()).toBe(20);
  expect(listener).toHaveBeenCalledOnce();
  leave();
});

test("the reader's own change is told at once, and what waited for the frame with it", async () => {
  const { host, server, store, listener, leave } = await open();
  await server.last.send(saved(1));
  store.update((count) => count + 100);
  expect(store.getSnapshot()).toBe(101);
  await host.frame();
  expect(listener).toHaveBeenCalledOnce();
  leave();
});

test("a client and a query have one store; other queries have their own", async () => {
  const { client, leave } = await open();
  const page = ofSuccesses(client, { page: "home" });
  expect(ofSuccesses(client, { page: "home" })).toBe(page);
  expect(ofSuccesses(client, undefined)).not.toBe(page);
  expect(ofSuccesses(setUp().client, { page: "home" })).not.toBe(page);
  leave();
});

test("the stream is held while anyone listens; leaving twice is harmless", async () => {
  const { host, server, store, leave } = await open();
  const leaveToo = store.subscribe(() => {});
  leave();
  leave();
  await host.advance(1_000);
  expect(server.open).toBe(1);
  leaveToo();
  await host.advance(1_000);
  expect(server.open).toBe(0);
});

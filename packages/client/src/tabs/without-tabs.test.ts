import { ordersStream } from "@tidings/contracts/orders";
import { expect, it, vi } from "vitest";
import { createClient } from "../client.ts";
import { FakeEventSource } from "../testing/fake-event-source.ts";
import { createFakeHost, settle } from "../testing/fake-host.ts";
import { createFakeServer } from "../testing/fake-server.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { leftovers, nothing } from "../testing/set-up.ts";
import type { TabPlatform } from "./platform.ts";
import { shareTabs } from "./share-tabs.ts";
import { createTabsConnection } from "./tabs-connection.ts";

const blocked = () => {
  throw new DOMException("blocked", "SecurityError");
};
const deaf: TabPlatform["openChannel"] = () => ({ post() {}, close() {} });
const neverHeld: TabPlatform["holdLock"] = () => () => {};

/** Ways in which a browser keeps tabs from each other, and how long it takes to be sure. */
const platforms: Readonly<Record<string, readonly [platform: TabPlatform, afterMs: number]>> = {
  "channels that may not be opened": [{ openChannel: blocked, holdLock: neverHeld }, 0],
  "channels that may not be spoken on": [
    { openChannel: () => ({ post: blocked, close() {} }), holdLock: neverHeld },
    0,
  ],
  "locks that throw": [{ openChannel: deaf, holdLock: blocked }, 0],
  "locks that are refused at once": [
    {
      openChannel: deaf,
      holdLock: (_name, _options, { onRefused }) => {
        onRefused();
        return () => {};
      },
    },
    0,
  ],
  "locks that never come, and nobody who answers": [{ openChannel: deaf, holdLock: neverHeld }, 10_000],
};

it.each(Object.entries(platforms))(
  "C19.3: with %s a tab has a connection of its own",
  async (_kind, [platform, afterMs]) => {
    const server = createFakeServer();
    const host = createFakeHost(server.fetch);
    const client = createClient({ host, share: shareTabs({ key: "ada", platform }) });
    const stream = client.open(ordersStream);
    const heard: string[] = [];
    stream.on("order_status_update", ({ id }) => heard.push(id));
    await settle();
    await host.advance(afterMs);
    expect(server.requests).toHaveLength(1);
    await server.last.accept();
    await server.last.send(greeting(), orderUpdate(1));
    expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live" });
    expect(heard).toEqual(["e:1"]);
    await host.advance(20_000);
    expect(server.requests).toHaveLength(1);
    await host.signal("freeze");
    await host.signal("restore");
    await host.advance(afterMs);
    expect(server.requests).toHaveLength(2);
    client.close();
    expect(leftovers({ host, server })).toEqual(nothing);
  },
);

it.each(["event-source", "fetch"] as const)("C19.3: over %s it shares only what it reads itself", async (transport) => {
  const openChannel = vi.fn(deaf);
  const server = createFakeServer();
  const createEventSource = (url: string, init: EventSourceInit) =>
    new FakeEventSource(url, init) as unknown as EventSource;
  const host = { ...createFakeHost(server.fetch), createEventSource };
  const client = createClient({
    ...{ host, transport },
    share: shareTabs({ key: "ada", platform: { openChannel, holdLock: neverHeld } }),
  });
  client.open(ordersStream);
  await settle();
  expect(openChannel).toHaveBeenCalledTimes(transport === "fetch" ? 1 : 0);
  client.close();
});

it("C20: knows no position before it is started, and then the one that it starts from", () => {
  const host = createFakeHost(() => new Promise(() => {}));
  const connection = createTabsConnection({
    ...{ host, definition: ordersStream, name: "orders" },
    platform: { openChannel: deaf, holdLock: neverHeld },
    ...{ onChange() {}, onEvent() {}, create: () => expect.unreachable() },
  });
  expect(connection.lastEventId).toBe("");
  connection.start("e:7");
  expect(connection.lastEventId).toBe("e:7");
  connection.close();
  expect(host.pending.timers).toBe(0);
});

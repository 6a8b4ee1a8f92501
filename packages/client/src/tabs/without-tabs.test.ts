import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { createClient } from "../client.ts";
import { createFakeHost, settle } from "../testing/fake-host.ts";
import { createFakeServer } from "../testing/fake-server.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { leftovers, nothing } from "../testing/set-up.ts";
import type { TabPlatform } from "./platform.ts";
import { shareTabs } from "./share-tabs.ts";

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

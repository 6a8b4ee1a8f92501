import { BATCH, ENDING } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createHub, type Hub } from "./hub.ts";
import { createMemoryLog } from "./memory/index.ts";
import { createRecordingSink } from "./testing/index.ts";

const everyone = notificationsStream.topic("all");
const greeting = { clientId: "c-1", timestamp: 0 };
let hub: Hub | undefined;
afterEach(() => hub?.close());

async function connected() {
  hub = createHub({ log: createMemoryLog() });
  const sink = createRecordingSink();
  hub.connect(sink, { stream: notificationsStream, topics: [everyone], greeting });
  await expect.poll(() => sink.events).toHaveLength(1);
  return { hub, sink };
}

describe("custom events", () => {
  it("W2: a name with CR, LF or NUL is the publisher's error and harms no reader", async () => {
    const { hub, sink } = await connected();
    const forbidden = fc
      .tuple(fc.string({ unit: "binary" }), fc.constantFrom("\r", "\n", "\0", "\r\n"), fc.string({ unit: "binary" }))
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(forbidden, async (event) => {
        await expect(hub.publish(everyone, { event, data: 1 })).rejects.toMatchObject({ code: "invalid_event" });
      }),
    );
    await hub.publish(everyone, { event: "still-here", data: 1 });
    await expect.poll(() => sink.events.map(({ type }) => type)).toEqual(["connected", "still-here"]);
  });

  it("an empty name, which arrives as another, is refused", async () => {
    const { hub } = await connected();
    await expect(hub.publish(everyone, { event: "", data: 1 })).rejects.toMatchObject({ code: "invalid_event" });
  });

  it.each([ENDING, BATCH, "connected"])("%s is the hub's own", async (event) => {
    const { hub } = await connected();
    await expect(hub.publish(everyone, { event, data: 1 })).rejects.toMatchObject({ code: "unknown_event" });
  });
});

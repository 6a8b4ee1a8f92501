import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { createClient } from "@tidings/client";
import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { createHub, type EventLog } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { createMockServer } from "@tidings/mocks";
import { encodeEvent } from "@tidings/wire";
import fc from "fast-check";
import type { FuzzCase } from "./fuzz-case.ts";

/** Passes a forged name or id to an entry point, which must refuse it. */
type Entry = (forged: string) => unknown;

const part = fc.string({ unit: "binary", maxLength: 10 });
const forgedText = fc
  .tuple(part, fc.constantFrom("\r", "\n", "\r\n", "\0", "\ndata: forged\n\n"), part)
  .map((parts) => parts.join(""));

/** W2: one run hands one forged name or id to every entry point. */
export const forgedFields: FuzzCase = {
  name: "W2: an event name or id with CR, LF or NUL is refused wherever one comes in",
  async run({ runs, seed }) {
    const database = new DatabaseSync(":memory:");
    const logs = [createMemoryLog(), createSqliteLog({ database })];
    const hub = createHub({ log: createMemoryLog() });
    const mocks = createMockServer();
    const client = createClient({ baseUrl: "http://127.0.0.1" });
    const everyone = notificationsStream.topic("all");
    const entries: Readonly<Record<string, Entry>> = {
      "encodeEvent, event": (event) => encodeEvent({ event, data: "" }),
      "encodeEvent, id": (id) => encodeEvent({ id, data: "" }),
      "hub.publish": (event) => hub.publish(everyone, { event, data: 1 }),
      "memory log": (event) => appendAndBroadcast(logs[0], event),
      "sqlite log": (event) => appendAndBroadcast(logs[1], event),
      "mock server": (event) => mocks.publish(everyone, { event, data: 1 }),
      "client, position to start from": (from) => client.open(ordersStream, { from }),
    };
    try {
      await fc.assert(
        fc.asyncProperty(forgedText, async (forged) => {
          for (const [name, enter] of Object.entries(entries)) {
            await assert.rejects(
              async () => enter(forged),
              ({ code }: { code: string }) => code.startsWith("invalid_"),
              `${name} took ${JSON.stringify(forged)}`,
            );
          }
        }),
        { numRuns: runs, seed },
      );
    } finally {
      client.close();
      mocks.close();
      await hub.close();
      for (const log of logs) await log.close();
      database.close();
    }
  },
};

/** Both must refuse. If one of them accepts the event, the expected rejection does not happen. */
async function appendAndBroadcast(log: EventLog | undefined, event: string): Promise<unknown> {
  const forged = [{ topic: "a", event, data: "1" }];
  const outcomes = await Promise.allSettled([log?.append(forged), log?.broadcast(forged)]);
  const [refused] = outcomes.filter((outcome) => outcome.status === "rejected");
  if (outcomes.every((outcome) => outcome.status === "rejected")) throw refused?.reason;
  return outcomes;
}

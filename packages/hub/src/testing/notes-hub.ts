import { connectionFields, defineEvent, defineStream } from "@tidings/contracts";
import { afterEach, beforeEach, vi } from "vitest";
import * as z from "zod/mini";
import { createHub, type Hub, type HubOptions, type HubReport } from "../hub.ts";
import type { EventLog } from "../log/event-log.ts";
import { createMemoryLog } from "../memory/index.ts";
import { createRecordingSink, type RecordingSink } from "./recording-sink.ts";

const display = () => ({ tone: "neutral", announce: "off", summary: "note" }) as const;
export const notes = defineStream({
  name: "notes",
  path: "/notes",
  summary: "Notes",
  access: "anyone",
  query: z.object({}),
  heartbeat: "ping",
  greeting: {
    event: defineEvent({
      schema: z.object({ message: z.literal("hello"), ...connectionFields }),
      display,
      samples: {
        valid: [{ message: "hello", connectionId: "c", heartbeatMs: 1, position: "e:0", resume: "none" }],
        invalid: [],
      },
    }),
  },
  events: {
    note: defineEvent({
      schema: z.object({ text: z.string() }),
      delivery: { durable: true, maxBytes: 100 },
      display,
      samples: { valid: [{ text: "1" }], invalid: [] },
    }),
    offer: defineEvent({
      schema: z.object({ text: z.string() }),
      delivery: { durable: true, ttl: 1000 },
      display,
      samples: { valid: [{ text: "1" }], invalid: [] },
    }),
    typing: defineEvent({
      schema: z.object({ who: z.string(), on: z.boolean() }),
      delivery: { coalesceBy: ({ who }) => who, ttl: 1000 },
      display,
      samples: { valid: [{ who: "ada", on: true }], invalid: [] },
    }),
  },
});
export const a = notes.topic("a");
export const b = notes.topic("b");

export let log: EventLog;
export let hub: Hub;
export let reports: HubReport[];

/** Makes the hub, anew with other options. */
export function make(options: Partial<HubOptions> = {}) {
  log = options.log ?? createMemoryLog();
  reports = [];
  hub = createHub({ log, onReport: (report) => reports.push(report), ...options });
}

/** Lets everything that is due in this turn and the next happen; no time passes. */
export async function settle() {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Connects a reader and waits for its greeting. */
export async function connect(options: { topics?: (typeof a)[]; lastEventId?: string; sink?: RecordingSink } = {}) {
  const sink = options.sink ?? createRecordingSink();
  const connection = hub.connect(sink, {
    stream: notes,
    topics: options.topics ?? [a],
    greeting: { message: "hello" },
    principal: { id: "ada" },
    lastEventId: options.lastEventId,
  });
  await settle();
  return { sink, connection, greeting: () => JSON.parse(sink.events[0]?.data ?? "null") };
}

export const say = (text: string, topic = a) => hub.publish(topic, { event: "note", data: { text } });
export const texts = (sink: RecordingSink) =>
  sink.events.filter(({ type }) => type === "note").map(({ data }) => JSON.parse(data).text);

/** Gives each test of a file a hub of its own. */
export function useHub(): void {
  beforeEach(() => make());
  afterEach(async () => {
    await hub.close();
    vi.useRealTimers();
  });
}

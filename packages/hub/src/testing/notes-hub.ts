import { notesStream } from "@tidings/contracts/testing";
import { afterEach, beforeEach, vi } from "vitest";
import { createHub, type Hub, type HubOptions, type HubReport } from "../hub.ts";
import type { EventLog } from "../log/event-log.ts";
import { createMemoryLog } from "../memory/index.ts";
import { createRecordingSink, type RecordingSink } from "./recording-sink.ts";

export { notesStream as notes };
export const a = notesStream.topic("a");
export const b = notesStream.topic("b");

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
    stream: notesStream,
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

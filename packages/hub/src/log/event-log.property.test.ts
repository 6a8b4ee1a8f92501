import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createMemoryLog } from "../memory/index.ts";
import { createSqliteLog } from "../sqlite/index.ts";
import type { EventLog, NewEvent } from "./event-log.ts";
import type { Position } from "./position.ts";
import type { Retention } from "./retention.ts";

// Everything that was ever appended is held against what the log answers: it may say "gap" only where its retention let
// go of something, and otherwise gives everything, in order.

type Step =
  | { readonly append: readonly { readonly topic: string; readonly key: number }[] }
  | { readonly later: number };

interface Known extends NewEvent {
  readonly position: Position;
  readonly at: number;
}

const topic = fc.constantFrom("a", "b", "c", "d");
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ append: fc.array(fc.record({ topic, key: fc.nat(60) }), { maxLength: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ later: fc.nat(400) }) },
);
const retention: fc.Arbitrary<Retention> = fc.record({
  count: fc.constantFrom(undefined, 0, 1, 7, 300),
  ageMs: fc.constantFrom(undefined, 500, 1000),
  perTopic: fc.constantFrom(undefined, { count: 0 }, { count: 2 }, { count: 150 }),
});

/** Whether the retention promises that an event is still there. */
function isPromised(
  known: readonly Known[],
  index: number,
  now: number,
  { count, ageMs, perTopic }: Retention,
): boolean {
  const event = known[index];
  const newer = known.slice(index + 1);
  return (
    event !== undefined &&
    newer.length < (count ?? Number.POSITIVE_INFINITY) &&
    newer.filter((one) => one.topic === event.topic).length < (perTopic?.count ?? Number.POSITIVE_INFINITY) &&
    now - event.at <= (ageMs ?? Number.POSITIVE_INFINITY)
  );
}

async function readAll(log: EventLog, topics: readonly string[], after: Position): Promise<string[] | "gap"> {
  const read: string[] = [];
  let cursor = after;
  for (;;) {
    const page = await log.read({ topics, after: cursor, limit: 3, maxLength: 20 });
    if (page.gap) return "gap";
    read.push(...page.events.map(({ data }) => data));
    cursor = page.events.at(-1)?.position ?? cursor;
    if (!page.more) return read;
  }
}

async function live(log: EventLog, steps: readonly Step[], limits: Retention): Promise<void> {
  const known: Known[] = [];
  const positionOfKey = new Map<string, Position>();
  const heard: string[] = [];
  for (const name of ["a", "b", "c", "d"]) await log.subscribe(name, ({ data }) => heard.push(data));
  const positions = [await log.head()];
  for (const next of steps) {
    if ("later" in next) {
      vi.setSystemTime(Date.now() + next.later);
      continue;
    }
    const events = next.append.map(({ topic: name, key }, index) => ({
      topic: name,
      event: "note",
      data: `${known.length}.${index}`,
      key: key < 40 ? String(key) : undefined,
    }));
    const answers = await log.append(events);
    for (const [index, event] of events.entries()) {
      const position = answers[index];
      if (position === undefined) throw new Error("an event without an answer");
      const first = event.key === undefined ? undefined : positionOfKey.get(event.key);
      if (first !== undefined) {
        expect(position).toEqual(first);
        continue;
      }
      if (event.key !== undefined) positionOfKey.set(event.key, position);
      known.push({ ...event, position, at: Date.now() });
      positions.push(position);
    }
  }
  expect(heard).toEqual(known.map(({ data }) => data));
  const now = Date.now();
  for (const after of positions) {
    for (const topics of [["a"], ["b", "c"], ["a", "b", "c", "d"], ["never"]]) {
      const missed = [...known.entries()].filter(
        ([, event]) => topics.includes(event.topic) && event.position.sequence > after.sequence,
      );
      const read = await readAll(log, topics, after);
      if (read === "gap") expect(missed.every(([index]) => isPromised(known, index, now, limits))).toBe(false);
      else expect(read).toEqual(missed.map(([, { data }]) => data));
    }
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it.each([
  ["memory", (limits: Retention) => createMemoryLog({ retention: limits })],
  ["sqlite", (limits: Retention) => createSqliteLog({ database: new DatabaseSync(":memory:"), retention: limits })],
])(
  "D4.3, D7.1: %s: whatever is appended, read and let go of, a reader gets everything or is told",
  async (_, makeLog) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), retention, async (steps, limits) => {
        const log = makeLog(limits);
        await live(log, steps, limits);
        await log.close();
      }),
      { numRuns: 150 },
    );
  },
);

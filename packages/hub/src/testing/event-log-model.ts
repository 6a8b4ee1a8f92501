import type fc from "fast-check";
import { expect } from "vitest";
import type { EventLog, NewEvent } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import type { Retention } from "../log/retention.ts";

// Everything that was ever appended is held against what the log answers: it may say "gap" only where its retention let
// go of something, and otherwise gives everything, in order.

export type Step =
  | { readonly append: readonly { readonly topic: string; readonly key: number }[] }
  | { readonly later: number };

interface Known extends NewEvent {
  readonly position: Position;
  readonly at: number;
}

/** Any lives of a log, and any retentions. */
export function anyLife({ constantFrom, record, oneof, array, nat }: typeof fc): {
  readonly step: fc.Arbitrary<Step>;
  readonly retention: fc.Arbitrary<Retention>;
} {
  const topic = constantFrom("a", "b", "c", "d");
  return {
    step: oneof(
      { weight: 5, arbitrary: record({ append: array(record({ topic, key: nat(60) }), { maxLength: 6 }) }) },
      { weight: 1, arbitrary: record({ later: nat(400) }) },
    ),
    retention: record({
      count: constantFrom(undefined, 0, 1, 7, 300),
      ageMs: constantFrom(undefined, 500, 1000),
      perTopic: constantFrom(undefined, { count: 0 }, { count: 2 }, { count: 150 }),
    }),
  };
}

/** What a log on a server cannot be told by the clock of this process. */
export interface World {
  /** Lets so many milliseconds pass. */
  later(ms: number): Promise<void> | void;
  /** Does what the log may do whenever it likes. */
  afterAppend?(): Promise<void>;
}

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

/** Lives the steps on a log, and then reads it from every position that it gave out. */
export async function live(log: EventLog, steps: readonly Step[], limits: Retention, world: World): Promise<void> {
  const known: Known[] = [];
  const positionOfKey = new Map<string, Position>();
  const heard: string[] = [];
  for (const name of ["a", "b", "c", "d"]) await log.subscribe(name, ({ data }) => heard.push(data));
  const positions = [await log.head()];
  let now = 0;
  for (const next of steps) {
    if ("later" in next) {
      now += next.later;
      await world.later(next.later);
      continue;
    }
    const events = next.append.map(({ topic: name, key }, index) => ({
      topic: name,
      event: "note",
      data: `${known.length}.${index}`,
      key: key < 40 ? String(key) : undefined,
    }));
    const answers = await log.append(events);
    await world.afterAppend?.();
    for (const [index, event] of events.entries()) {
      const position = answers[index];
      if (position === undefined) throw new Error("an event without an answer");
      const first = event.key === undefined ? undefined : positionOfKey.get(event.key);
      if (first !== undefined) {
        expect(position).toEqual(first);
        continue;
      }
      if (event.key !== undefined) positionOfKey.set(event.key, position);
      known.push({ ...event, position, at: now });
      positions.push(position);
    }
  }
  expect(heard).toEqual(known.map(({ data }) => data));
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

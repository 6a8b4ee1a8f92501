import type { AnyReceivedEvent } from "@tidings/client";
import { formatPosition, type Position, parsePosition } from "@tidings/hub";
import type { Stored, Truth } from "../log/truth.ts";
import { simStream } from "../world/contract.ts";
import type { Findings } from "./findings.ts";

/** Compares the events that one client received with those that were stored. */
export interface History {
  onEvent(event: AnyReceivedEvent<typeof simStream>): void;
  /** What is stored up to a position and has neither arrived nor been declared lost. */
  missing(head: Position): readonly Stored[];
}

/** What a history is held against. */
export interface HistoryFields {
  readonly name: string;
  readonly topics: readonly string[];
  /** The position that the stream was opened from, if the holder knows it. */
  readonly from?: string | undefined;
  readonly truth: Truth;
  readonly findings: Findings;
  readonly now: () => number;
  /** Whether the log forgets, dies or fails: only then may a gap be declared. */
  readonly mayGap: boolean;
}

/**
 * Checks event by event: nothing lost, nothing twice, in order, unless a greeting declared a gap; then anew from
 * its position (D4). Fleeting events may be lost, but come once and in order.
 */
export function createHistory({ name, topics, from, truth, findings, now, mayGap }: HistoryFields): History {
  const wanted = new Set(topics.map((key) => simStream.topic(key).name));
  /** Where this holder stands; undefined until it is known. */
  let at = from === undefined ? undefined : parsePosition(from);
  let lastBroadcast = -1;

  const wrong = (what: string) => findings.violation(`${name}: ${what}`);

  function between(after: Position, through: number): Stored[] {
    const stored = truth.of(after.epoch);
    let index = firstAfter(stored, after.sequence);
    const events: Stored[] = [];
    for (; index < stored.length; index += 1) {
      const event = stored[index];
      if (event === undefined || event.position.sequence > through) break;
      if (wanted.has(event.topic)) events.push(event);
    }
    return events;
  }

  /** A stored event that need not arrive: replaced by a newer one, or worthless by now (D9). */
  function isExcused(event: Stored): boolean {
    if (event.expiresAt !== undefined && event.expiresAt <= now()) return true;
    if (event.coalesceKey === undefined) return false;
    const stored = truth.of(event.position.epoch);
    return stored.some(
      (newer) =>
        newer.position.sequence > event.position.sequence &&
        newer.topic === event.topic &&
        newer.event === event.event &&
        newer.coalesceKey === event.coalesceKey,
    );
  }

  function onGreeting(resume: string, position: string): void {
    lastBroadcast = -1;
    if (resume === "complete") return;
    if (resume === "none" && at !== undefined) wrong("came back without saying where it stood");
    if (resume === "gap" && !mayGap) wrong(`a gap was declared at ${position}, but nothing was let go`);
    at = parsePosition(position);
    if (at === undefined) wrong(`a greeting bears the position "${position}"`);
  }

  function onStored(id: string, data: string): void {
    const position = parsePosition(id);
    if (position === undefined) wrong(`a stored event came with the id "${id}"`);
    else if (at !== undefined) onNext(at, position, data);
    at = position;
  }

  function onNext(after: Position, position: Position, data: string): void {
    const [from, id] = [formatPosition(after), formatPosition(position)];
    if (!truth.isOneHistory(position.epoch, after.epoch)) {
      wrong(`${id} came after ${from} of another log, and no gap was declared`);
    } else if (position.sequence <= after.sequence) wrong(`${id} came after ${from}: twice or out of order`);
    const events = between(after, position.sequence);
    const event = events.pop();
    if (event?.position.sequence !== position.sequence) wrong(`${id} was never stored for its topics`);
    else if (event.data !== data) wrong(`${id} arrived as ${data} and was stored as ${event.data}`);
    for (const lost of events.filter((one) => !isExcused(one))) {
      wrong(`${lost.event} ${formatPosition(lost.position)} of ${lost.topic} was lost before ${id}`);
    }
  }

  function onFleeting(id: string, data: string): void {
    if (id !== "") wrong(`an event that is not stored came with the id "${id}"`);
    const order = truth.broadcastAt(data);
    if (order < 0) wrong(`${data} was never published`);
    else if (order <= lastBroadcast) wrong(`${data} came twice or out of order`);
    lastBroadcast = order;
  }

  return {
    onEvent(event) {
      if (event.event === "connected") {
        const { resume, position } = event.data as { resume: string; position: string };
        return onGreeting(resume, position);
      }
      const definition = Object.hasOwn(simStream.events, event.event)
        ? simStream.events[event.event as keyof typeof simStream.events]
        : undefined;
      if (definition?.delivery.durable) onStored(event.id, JSON.stringify(event.data));
      else onFleeting(event.id, JSON.stringify(event.data));
    },
    missing(head) {
      // It came while the stream was open, and nothing has come since.
      if (at === undefined) return [];
      if (!truth.isOneHistory(at.epoch, head.epoch))
        return truth.of(head.epoch).filter(({ topic }) => wanted.has(topic));
      return between(at, head.sequence).filter((event) => !isExcused(event));
    },
  };
}

function firstAfter(stored: readonly Stored[], sequence: number): number {
  let low = 0;
  let high = stored.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stored[middle]?.position.sequence ?? 0) <= sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { HubError } from "../error.ts";
import type { EventLog, LogEvent, Retention } from "../event-log.ts";
import { checkEventName } from "../event-name.ts";
import { createEpoch, type Position } from "../position.ts";
import { createSubscribers } from "../subscribers.ts";

/** Keys outlive their events: a publisher may repeat itself whatever the retention is (D7). */
const KEPT_KEYS = 100_000;

/**
 * An event log that lives and dies with the process: for tests, mocks and single-node services whose clients may
 * reload after a restart (its epoch changes, so they are told of the gap).
 *
 * @example const hub = createHub({ log: createMemoryLog({ retention: { count: 10_000 } }) });
 * @see docs/spec/delivery.md D2, D4, D7
 */
export function createMemoryLog(options: { readonly retention?: Retention } = {}): EventLog {
  const epoch = createEpoch();
  const { count = 100_000, ageMs = Number.POSITIVE_INFINITY } = options.retention ?? {};
  const subscribers = createSubscribers();
  let stored: { readonly event: LogEvent; readonly position: Position; readonly at: number }[] = [];
  const sequenceOfKey = new Map<string, number>();
  const trimmedThrough = new Map<string, number>();
  let sequence = 0;
  let closed = false;

  function trim(now: number) {
    let excess = Math.max(0, stored.length - count);
    while (excess < stored.length && now - (stored[excess]?.at ?? now) > ageMs) excess += 1;
    if (excess === 0) return;
    for (const { event, position } of stored.slice(0, excess)) trimmedThrough.set(event.topic, position.sequence);
    stored = stored.slice(excess);
  }

  function remember(key: string) {
    sequenceOfKey.set(key, sequence);
    if (sequenceOfKey.size <= KEPT_KEYS) return;
    // A Map walks in insertion order: the first key is the oldest.
    for (const oldest of sequenceOfKey.keys()) return sequenceOfKey.delete(oldest);
  }

  function open() {
    if (closed) throw new HubError("closed", "the event log is closed");
  }

  return {
    async head() {
      open();
      return { epoch, sequence };
    },
    async append(events) {
      open();
      for (const { event } of events) checkEventName(event);
      const now = Date.now();
      const fresh: LogEvent[] = [];
      const positions = events.map((event): Position => {
        const known = event.key === undefined ? undefined : sequenceOfKey.get(event.key);
        if (known !== undefined) return { epoch, sequence: known };
        sequence += 1;
        const position = { epoch, sequence };
        const logged = { ...event, position };
        if (event.key !== undefined) remember(event.key);
        stored.push({ event: logged, position, at: now });
        fresh.push(logged);
        return position;
      });
      trim(now);
      for (const event of fresh) subscribers.deliver(event);
      return positions;
    },
    async broadcast(events) {
      open();
      for (const { event } of events) checkEventName(event);
      for (const event of events) subscribers.deliver(event);
    },
    async read({ topics, after, limit, maxLength = Number.POSITIVE_INFINITY }) {
      open();
      trim(Date.now());
      const lost = topics.some((topic) => (trimmedThrough.get(topic) ?? 0) > after.sequence);
      if (after.epoch !== epoch || after.sequence > sequence || lost) return { gap: true, events: [], more: false };
      const wanted = new Set(topics);
      const from = firstAfter(stored, after.sequence);
      const events: LogEvent[] = [];
      let length = 0;
      for (let index = from; index < stored.length; index += 1) {
        const event = stored[index]?.event;
        if (event === undefined || !wanted.has(event.topic)) continue;
        if (events.length === limit || length > maxLength) return { gap: false, events, more: true };
        events.push(event);
        length += event.data.length;
      }
      return { gap: false, events, more: false };
    },
    async subscribe(topic, listener) {
      open();
      return subscribers.add(topic, listener);
    },
    async close() {
      closed = true;
      subscribers.clear();
    },
  };
}

/** Index of the first stored event after a sequence, by bisection. */
function firstAfter(stored: readonly { readonly position: Position }[], sequence: number): number {
  let low = 0;
  let high = stored.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stored[middle]?.position.sequence ?? 0) <= sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { HubError } from "../error.ts";
import type { EventLog, LogEvent } from "../log/event-log.ts";
import { checkEventName } from "../log/event-name.ts";
import { endPage } from "../log/page-end.ts";
import { createEpoch, type Position } from "../log/position.ts";
import { REMEMBERED, type Retention, readRetention } from "../log/retention.ts";
import { createSubscribers } from "../log/subscribers.ts";
import { Fifo } from "./fifo.ts";
import { StoredEvents } from "./stored-events.ts";

/** How much a memory log keeps. */
export interface MemoryLogOptions {
  readonly retention?: Retention | undefined;
}

/**
 * An event log that lives and dies with the process: for tests, mocks and single-node services whose clients may
 * reload after a restart (its epoch changes, so they are told of the gap).
 *
 * @throws HubError `invalid_options`
 * @example const hub = createHub({ log: createMemoryLog({ retention: { count: 10_000 } }) });
 * @see docs/spec/delivery.md D2, D4, D7
 */
export function createMemoryLog(options: MemoryLogOptions = {}): EventLog & AsyncDisposable {
  const stored = new StoredEvents(readRetention(options.retention));
  const epoch = createEpoch();
  const subscribers = createSubscribers();
  const sequenceOfKey = new Map<string, number>();
  /** In the order of their events: a Map from which the first is taken again and again becomes slow. */
  const keys = new Fifo<string>();
  let sequence = 0;
  let closed = false;

  function remember(key: string) {
    sequenceOfKey.set(key, sequence);
    keys.push(key);
    if (keys.size > REMEMBERED) sequenceOfKey.delete(keys.shift() ?? "");
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
        stored.add(logged, sequence, now);
        fresh.push(logged);
        return position;
      });
      stored.trim(now);
      for (const event of fresh) subscribers.deliver(event);
      return positions;
    },
    async broadcast(events) {
      open();
      for (const { event } of events) checkEventName(event);
      for (const event of events) subscribers.deliver(event);
    },
    async read({ topics, after, limit, maxLength }) {
      open();
      stored.trim(Date.now());
      const wanted = new Set(topics);
      const isForeign = after.epoch !== epoch || after.sequence > sequence;
      if (isForeign || stored.lost(wanted, after.sequence)) return { gap: true, events: [], more: false };
      return endPage(stored.after(after.sequence, wanted, limit + 1), limit, maxLength);
    },
    async subscribe(topic, listener) {
      open();
      return subscribers.add(topic, listener);
    },
    async close() {
      closed = true;
      subscribers.clear();
    },
    [Symbol.asyncDispose]() {
      return this.close();
    },
  };
}

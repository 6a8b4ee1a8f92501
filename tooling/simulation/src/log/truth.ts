import type { EventLog, LogEvent, Position } from "@tidings/hub";

/** An event as it was stored, for ever: what clients' histories are held against. */
export interface Stored extends LogEvent {
  readonly position: Position;
  /** When it was stored, in milliseconds since 1970. */
  readonly storedAt: number;
}

/** Everything that was ever stored, whatever a log's retention let go of. */
export interface Truth {
  /** Watches a log: what it stores is remembered from the moment it is stored. */
  tap(log: EventLog): EventLog;
  /** All events of an epoch, in order. */
  of(epoch: string): readonly Stored[];
  /** When an event that is not stored was handed on, counted from the first; -1 for one that never was. */
  broadcastAt(data: string): number;
  /** When an event, known by its payload, becomes worthless, in milliseconds since 1970; undefined for never. */
  expiryOf(event: string, data: string): number | undefined;
  readonly size: number;
}

/** Remembers across restarts. `onKeyTwice` is told of an idempotency key that was stored twice (D7). */
export function createTruth(onKeyTwice: (key: string) => void): Truth {
  const epochs = new Map<string, Stored[]>();
  const keys = new Set<string>();
  const broadcasts = new Map<string, number>();
  const expiries = new Map<string, number>();
  let size = 0;

  function remember(event: LogEvent, position: Position | undefined): void {
    if (position === undefined) return;
    const stored = epochs.get(position.epoch) ?? [];
    epochs.set(position.epoch, stored);
    // Not new: a key that the log knew.
    if ((stored.at(-1)?.position.sequence ?? 0) >= position.sequence) return;
    if (event.key !== undefined) {
      const key = `${position.epoch} ${event.key}`;
      if (keys.has(key)) onKeyTwice(event.key);
      keys.add(key);
    }
    stored.push({ ...event, position, storedAt: Date.now() });
    size += 1;
  }

  function noteExpiry({ event, data, expiresAt }: LogEvent): void {
    if (expiresAt !== undefined) expiries.set(`${event} ${data}`, expiresAt);
  }

  return {
    tap: (log) => ({
      ...log,
      async append(events) {
        for (const event of events) noteExpiry(event);
        const positions = await log.append(events);
        for (const [index, event] of events.entries()) remember(event, positions[index]);
        return positions;
      },
      async broadcast(events) {
        for (const event of events) {
          broadcasts.set(event.data, broadcasts.size);
          noteExpiry(event);
        }
        await log.broadcast(events);
      },
    }),
    broadcastAt: (data) => broadcasts.get(data) ?? -1,
    expiryOf: (event, data) => expiries.get(`${event} ${data}`),
    of: (epoch) => epochs.get(epoch) ?? [],
    get size() {
      return size;
    },
  };
}

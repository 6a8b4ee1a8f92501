import type { EventLog, LogEvent, Position } from "@tidings/hub";

/** An event as it was stored, for ever: what clients' histories are held against. */
export interface Stored extends LogEvent {
  readonly position: Position;
  /** When it was stored, in milliseconds since 1970. */
  readonly storedAt: number;
}

/** Everything that was ever stored, whatever a log's retention let go of. */
export interface Truth {
  /**
   * Watches a log: what it stores is remembered from the moment it is stored.
   *
   * @param history Logs of the same name are lives of one history, whatever epochs they have. Default: one of its own.
   */
  tap(log: EventLog, history?: string): EventLog;
  /** All events of the history that an epoch belongs to, in order. */
  of(epoch: string): readonly Stored[];
  /** Whether two epochs are lives of one history. */
  isOneHistory(epoch: string, other: string): boolean;
  /** When an event that is not stored was handed on, counted from the first; -1 for one that never was. */
  broadcastAt(data: string): number;
  /** When an event, known by its payload, becomes worthless, in milliseconds since 1970; undefined for never. */
  expiryOf(event: string, data: string): number | undefined;
  readonly size: number;
}

/** Remembers across restarts. `onKeyTwice` is told of an idempotency key that was stored twice (D7). */
export function createTruth(onKeyTwice: (key: string) => void): Truth {
  const histories = new Map<string, Stored[]>();
  const historyOf = new Map<string, Stored[]>();
  const keys = new Map<Stored[], Set<string>>();
  const broadcasts = new Map<string, number>();
  const expiries = new Map<string, number>();
  let size = 0;

  function historyNamed(name: string): Stored[] {
    const history = histories.get(name) ?? [];
    histories.set(name, history);
    return history;
  }

  function remember(event: LogEvent, position: Position | undefined, history: Stored[]): void {
    if (position === undefined) return;
    historyOf.set(position.epoch, history);
    // Not new: a key that the log knew.
    if ((history.at(-1)?.position.sequence ?? 0) >= position.sequence) return;
    if (event.key !== undefined) {
      const known = keys.get(history) ?? new Set();
      keys.set(history, known);
      if (known.has(event.key)) onKeyTwice(event.key);
      known.add(event.key);
    }
    history.push({ ...event, position, storedAt: Date.now() });
    size += 1;
  }

  function noteExpiry({ event, data, expiresAt }: LogEvent): void {
    if (expiresAt !== undefined) expiries.set(`${event} ${data}`, expiresAt);
  }

  return {
    tap(log, name = crypto.randomUUID()) {
      const history = historyNamed(name);
      return {
        ...log,
        async head() {
          const position = await log.head();
          historyOf.set(position.epoch, history);
          return position;
        },
        async append(events) {
          for (const event of events) noteExpiry(event);
          const positions = await log.append(events);
          for (const [index, event] of events.entries()) remember(event, positions[index], history);
          return positions;
        },
        async broadcast(events) {
          for (const event of events) {
            broadcasts.set(event.data, broadcasts.size);
            noteExpiry(event);
          }
          await log.broadcast(events);
        },
      };
    },
    broadcastAt: (data) => broadcasts.get(data) ?? -1,
    expiryOf: (event, data) => expiries.get(`${event} ${data}`),
    of: (epoch) => historyOf.get(epoch) ?? [],
    isOneHistory(epoch, other) {
      const history = historyOf.get(epoch);
      return epoch === other || (history !== undefined && history === historyOf.get(other));
    },
    get size() {
      return size;
    },
  };
}

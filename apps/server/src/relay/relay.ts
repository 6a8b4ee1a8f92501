import { isRefusedPublication, type Publication } from "@tidings/hub";
import type { Change, ChangeMapper, ChangeSource, DeadChange } from "./change.ts";

/** What a relay is made of. */
export interface RelayOptions {
  readonly source: ChangeSource;
  /** Publishes in order, all or none; must know the keys it has seen, as `hub.publishAll` does (D7). */
  readonly publishAll: (publications: readonly Publication[]) => Promise<unknown>;
  /** By table name. Changes of other tables make no events. */
  readonly mappers: Readonly<Record<string, ChangeMapper>>;
  /**
   * By table name: what this process does about a change at once, before anything is published and whether or not it
   * can be. Called once a change, in order; must not throw. Not repeated after a restart.
   */
  readonly reactions?: Readonly<Record<string, (change: Change) => void>>;
  /** Told of what was put aside and of failures that will be tried again. */
  readonly onReport?: (report: RelayReport) => void;
  /** Changes read at a time. Default 200. */
  readonly batchSize?: number;
  /** Milliseconds before the first retry after a failure; doubles up to a hundredfold. Default 50. */
  readonly retryMs?: number;
}

/** What happened in a relay. */
export type RelayReport =
  | { readonly type: "dead"; readonly change: Change; readonly reason: string }
  | { readonly type: "failed"; readonly error: unknown; readonly retryMs: number };

/** Turns committed changes into published events, in order, each once. */
export interface Relay {
  /**
   * Relays everything that was committed before the call; with nothing to do it costs one query. Never rejects: a
   * failure is reported and tried again by itself.
   */
  drain(): Promise<void>;
  /** Stops for good; resolves when the work under way has ended. */
  close(): Promise<void>;
}

/**
 * Makes a relay. It publishes first and advances the cursor afterwards, and gives every event the key
 * `change:<id>:<n>`: a crash between the two repeats a publication that the log already knows (D7, D14).
 *
 * @example
 * const relay = createRelay({ source, publishAll: hub.publishAll, mappers: { orders: mapOrderChange } });
 * await relay.drain();
 */
export function createRelay(options: RelayOptions): Relay {
  const { source, publishAll, mappers, reactions = {}, onReport = () => {}, batchSize = 200, retryMs = 50 } = options;
  let running: Promise<void> | undefined;
  let asked = 0;
  let closed = false;
  let failures = 0;
  let reactedThrough = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    clearTimeout(retry);
    for (;;) {
      const seen = asked;
      const failed = await relayAll();
      // No await between this comparison and the end: a call of drain() falls before the one or after the other.
      if (seen === asked || closed || failed) {
        running = undefined;
        return;
      }
    }
  }

  async function relayAll(): Promise<boolean> {
    try {
      while (!closed && (await relayBatch())) failures = 0;
      failures = 0;
      return false;
    } catch (error) {
      scheduleRetry(error);
      return true;
    }
  }

  /** Whether there may be more: what is committed after a batch that was not full asks for a drain of its own. */
  async function relayBatch(): Promise<boolean> {
    const changes = await source.next(batchSize);
    const last = changes.at(-1);
    if (last === undefined) return false;
    for (const change of changes) react(change);
    const dead: DeadChange[] = [];
    const mapped = changes.map((change) => ({ change, publications: map(change, dead) }));
    await publish(mapped, dead);
    await source.advance(last.id, dead);
    for (const { change, reason } of dead) onReport({ type: "dead", change, reason });
    return changes.length === batchSize;
  }

  /** A batch that failed comes again; what was done about it need not. */
  function react(change: Change): void {
    if (change.id <= reactedThrough) return;
    reactedThrough = change.id;
    if (Object.hasOwn(reactions, change.table)) reactions[change.table]?.(change);
  }

  function map(change: Change, dead: DeadChange[]): readonly Publication[] {
    const mapper = Object.hasOwn(mappers, change.table) ? mappers[change.table] : undefined;
    try {
      return (mapper?.(change) ?? []).map((one, index) => ({ ...one, key: `change:${change.id}:${index + 1}` }));
    } catch (error) {
      dead.push({ change, reason: reasonOf(error) });
      return [];
    }
  }

  /** One append for the whole batch; only when an event breaks its contract, change by change to find it. */
  async function publish(
    mapped: readonly { readonly change: Change; readonly publications: readonly Publication[] }[],
    dead: DeadChange[],
  ): Promise<void> {
    const all = mapped.flatMap(({ publications }) => publications);
    if (all.length === 0) return;
    try {
      await publishAll(all);
      return;
    } catch (error) {
      if (!isRefusedPublication(error)) throw error;
    }
    for (const { change, publications } of mapped) {
      try {
        if (publications.length > 0) await publishAll(publications);
      } catch (error) {
        if (!isRefusedPublication(error)) throw error;
        dead.push({ change, reason: reasonOf(error) });
      }
    }
  }

  function scheduleRetry(error: unknown): void {
    if (closed) return;
    const delay = Math.min(retryMs * 2 ** failures, retryMs * 100);
    failures += 1;
    onReport({ type: "failed", error, retryMs: delay });
    retry = setTimeout(drain, delay);
    retry.unref();
  }

  function drain(): Promise<void> {
    asked += 1;
    if (closed) return running ?? Promise.resolve();
    running ??= run();
    return running ?? Promise.resolve();
  }

  return {
    drain,
    async close() {
      closed = true;
      clearTimeout(retry);
      await running;
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { setImmediate as turn } from "node:timers/promises";
import { isRefusedPublication, numberOption, type Publication } from "@tidings/hub";
import type { Change, ChangeMapper, ChangeSource, DeadLetter, SharedChangeSource } from "./change.ts";
import { type MappedChange, mapChange, reasonOf } from "./map-change.ts";

/** What a relay is made of. */
export interface RelayOptions {
  /** Where the changes are: `createSqliteChangeSource(database)`, for example. */
  readonly source: ChangeSource | SharedChangeSource;
  /** Publishes in order, all or none; must know the keys it has seen, as `hub.publishAll` does (D7.3). */
  readonly publishAll: (publications: readonly Publication[]) => Promise<unknown>;
  /** By table name. Changes of other tables make no events. */
  readonly mappers: Readonly<Record<string, ChangeMapper>>;
  /**
   * By table name: what this process does about a change at once, before anything is published and whether or not it
   * can be. Called once a change, in order; not repeated after a restart. One that throws is reported, and the relay
   * goes on.
   */
  readonly reactions?: Readonly<Record<string, (change: Change) => void>> | undefined;
  /** Told of dead letters and of failures that will be tried again. Default: nobody. What it throws harms nothing. */
  readonly onReport?: ((report: RelayReport) => void) | undefined;
  /** Changes read at a time. Default 200; from 1 to 1,000,000. */
  readonly batchSize?: number | undefined;
  /**
   * Events published in one append. A batch with more is published in several, and the event loop takes a turn between
   * them, so that a message to a large group holds up nobody (S17.2). One change's events stay together. Default 200; at
   * least 1; Infinity publishes each batch in one append.
   */
  readonly appendSize?: number | undefined;
  /** Milliseconds before the first retry after a failure; doubles up to a hundredfold. Default 50; from 1 to 3,600,000. */
  readonly retryMs?: number | undefined;
}

const BATCH = { fallback: 200, min: 1, max: 1_000_000, whole: true };
const APPEND = { fallback: 200, min: 1, max: Number.POSITIVE_INFINITY, whole: true };
const RETRY = { fallback: 50, min: 1, max: 3_600_000 };

/** What happened in a relay. */
export type RelayReport =
  | { readonly type: "dead"; readonly change: Change; readonly reason: string }
  | { readonly type: "reaction_failed"; readonly change: Change; readonly error: unknown }
  | { readonly type: "failed"; readonly error: unknown; readonly retryMs: number };

/** Turns committed changes into published events, in order, each once: the relay of a transactional outbox. */
export interface Relay extends AsyncDisposable {
  /**
   * Relays everything that was committed before the call; with nothing to do it costs one query. Never rejects: a
   * failure is reported and tried again by itself. While another process relays a source that both share, it resolves at
   * once and looks again soon.
   */
  catchUp(): Promise<void>;
  /** Stops for good; resolves when the work under way has ended. */
  close(): Promise<void>;
}

/**
 * Makes a relay. It publishes first and advances the cursor afterwards, and gives every event the key
 * `change:<id>:<n>`: a crash between the two repeats a publication that the log already knows (D7.3, D14.2).
 *
 * @throws HubError `invalid_options` (D21.1)
 * @example
 * const relay = createRelay({ source, publishAll: hub.publishAll, mappers: { orders: mapOrderChange } });
 * await relay.catchUp();
 */
export function createRelay(options: RelayOptions): Relay {
  const { source, publishAll, mappers, reactions = {} } = options;
  const batchSize = numberOption("createRelay's batchSize", options.batchSize, BATCH);
  const appendSize = numberOption("createRelay's appendSize", options.appendSize, APPEND);
  const retryMs = numberOption("createRelay's retryMs", options.retryMs, RETRY);
  let running: Promise<void> | undefined;
  /** Whether catchUp() was called since the last look at the source began. */
  let asked = false;
  let closed = false;
  let failures = 0;
  /** Changes of a batch that is not relayed yet. */
  const reacted = new Set<Change["id"]>();
  let retry: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    clearTimeout(retry);
    for (;;) {
      asked = false;
      const failed = await relayAll();
      // No await between this question and the end: a call of catchUp() falls before the one or after the other.
      if (!asked || closed || failed) {
        running = undefined;
        return;
      }
    }
  }

  async function relayAll(): Promise<boolean> {
    try {
      while (!closed && (await relayBatch())) {
        failures = 0;
        await turn();
      }
      failures = 0;
      return false;
    } catch (error) {
      scheduleRetry(error);
      return true;
    }
  }

  /** Whether there may be more: what is committed after a batch that was not full asks for a catch-up of its own. */
  async function relayBatch(): Promise<boolean> {
    const relayed = "transaction" in source ? await source.transaction(relayFrom) : await relayFrom(source);
    if (relayed === undefined) {
      lookAgain(retryMs);
      return false;
    }
    reacted.clear();
    for (const { change, reason } of relayed.dead) report({ type: "dead", change, reason });
    return relayed.count === batchSize;
  }

  async function relayFrom(batch: ChangeSource): Promise<{ readonly count: number; readonly dead: DeadLetter[] }> {
    const changes = await batch.next(batchSize);
    const dead: DeadLetter[] = [];
    const last = changes.at(-1);
    if (last === undefined) return { count: 0, dead };
    for (const change of changes) react(change);
    const mapped: Publishable[] = [];
    for (const change of changes) {
      const one = mapChange(change, Object.hasOwn(mappers, change.table) ? mappers[change.table] : undefined);
      if ("reason" in one) dead.push(one);
      else if (one.publications.length > 0) mapped.push(one);
    }
    await publish(mapped, dead);
    await batch.advance(last.id, dead);
    return { count: changes.length, dead };
  }

  /** Calls the reaction to a change once, also when the batch is tried again. One that fails is reported (D14.5). */
  function react(change: Change): void {
    if (reacted.has(change.id)) return;
    reacted.add(change.id);
    const reaction = Object.hasOwn(reactions, change.table) ? reactions[change.table] : undefined;
    if (reaction === undefined || change.unreadable !== undefined) return;
    const onError = (error: unknown) => report({ type: "reaction_failed", change, error });
    try {
      // A reaction may return a promise, and its rejection must not end the process.
      void Promise.resolve(reaction(change)).catch(onError);
    } catch (error) {
      onError(error);
    }
  }

  /** A few appends for the whole batch; only when an event is refused, change by change to find it. */
  async function publish(mapped: readonly Publishable[], dead: DeadLetter[]): Promise<void> {
    const appends = inAppends(mapped, appendSize);
    for (const [index, changes] of appends.entries()) {
      if (index > 0) await turn();
      try {
        await publishAll(changes.flatMap(({ publications }) => publications));
      } catch (error) {
        if (!isRefusedPublication(error)) throw error;
        await publishOneByOne(changes, dead);
      }
    }
  }

  async function publishOneByOne(changes: readonly Publishable[], dead: DeadLetter[]): Promise<void> {
    for (const { change, publications } of changes) {
      try {
        await publishAll(publications);
      } catch (error) {
        if (!isRefusedPublication(error)) throw error;
        dead.push({ change, reason: reasonOf(error) });
      }
    }
  }

  /** A listener that throws is its owner's fault and must not stop the relay (D14.5). */
  function report(one: RelayReport): void {
    try {
      options.onReport?.(one);
    } catch {
      // The report itself failed, so there is nothing to report it to.
    }
  }

  /** The log failed, or the source: nothing is wrong with the change, which is tried again (D14.4). */
  function scheduleRetry(error: unknown): void {
    if (closed) return;
    const delay = Math.min(retryMs * 2 ** failures, retryMs * 100);
    failures += 1;
    report({ type: "failed", error, retryMs: delay });
    lookAgain(delay);
  }

  function lookAgain(afterMs: number): void {
    if (closed) return;
    clearTimeout(retry);
    retry = setTimeout(catchUp, afterMs);
    retry.unref();
  }

  function catchUp(): Promise<void> {
    asked = true;
    running ??= run();
    return running;
  }

  return {
    catchUp,
    async close() {
      closed = true;
      clearTimeout(retry);
      await running;
    },
    [Symbol.asyncDispose]() {
      return this.close();
    },
  };
}

/** A change that has something to publish. */
type Publishable = Extract<MappedChange, { readonly publications: unknown }>;

/** Cuts a batch into appends of at most `size` events; a change with more is an append of its own. */
function inAppends(mapped: readonly Publishable[], size: number): readonly (readonly Publishable[])[] {
  const appends: Publishable[][] = [];
  let room = 0;
  for (const one of mapped) {
    const last = appends.at(-1);
    if (last !== undefined && one.publications.length <= room) last.push(one);
    else {
      appends.push([one]);
      room = size;
    }
    room -= one.publications.length;
  }
  return appends;
}

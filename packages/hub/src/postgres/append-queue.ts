import type { NewEvent } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import { logFailed } from "./failure.ts";
import type { Stored } from "./store-events.ts";

/** What the error message of a failed append says. */
export const STORING = "could not store what was published";

/** The most events of one commit. A single append with more is not divided. */
const MAX_TOGETHER = 1000;

interface Waiting {
  readonly events: readonly NewEvent[];
  resolve(positions: readonly Position[]): void;
  reject(error: unknown): void;
}

/** Collects appends while a commit is running, so that they share the next commit, in the order of the calls (D1). */
export interface AppendQueue {
  /** Resolves once the events are stored and delivered to this node. */
  add(events: readonly NewEvent[]): Promise<readonly Position[]>;
  /** Resolves when no append is waiting. */
  idle(): Promise<void>;
}

/**
 * @param store Stores events in one transaction, all or none.
 * @param deliver Delivers what was stored on this node; does not reject.
 */
export function createAppendQueue(
  store: (events: readonly NewEvent[]) => Promise<Stored>,
  deliver: (stored: Stored) => Promise<void>,
): AppendQueue {
  const waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    // Wait for everything else that is appended in this turn.
    await Promise.resolve();
    for (let group = takeGroup(); group.length > 0; group = takeGroup()) await commit(group);
    running = undefined;
  }

  function takeGroup(): readonly Waiting[] {
    let [count, events] = [0, 0];
    for (const one of waiting) {
      events += one.events.length;
      if (count > 0 && events > MAX_TOGETHER) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    try {
      const stored = await store(group.flatMap(({ events }) => events));
      await deliver(stored);
      let from = 0;
      for (const { events, resolve } of group) {
        resolve(stored.positions.slice(from, from + events.length));
        from += events.length;
      }
    } catch (error) {
      // An event that cannot be stored must not make the others fail. Nothing was committed, so each append is tried
      // alone.
      if (group.length > 1 && isOfAnEvent(error)) for (const one of group) await commit([one]);
      else for (const { reject } of group) reject(logFailed(STORING, error));
    }
  }

  return {
    add: (events) =>
      new Promise((resolve, reject) => {
        waiting.push({ events, resolve, reject });
        running ??= run();
      }),
    idle: async () => running,
  };
}

/** Whether PostgreSQL refused a value (class 22 of SQLSTATE) or its size (54), and not the connection or the commit. */
function isOfAnEvent(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(22|54)/.test(String(error.code));
}

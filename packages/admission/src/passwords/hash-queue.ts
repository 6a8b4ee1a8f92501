import { availableParallelism } from "node:os";
import { numberOption } from "@tidings/hub";
import PQueue from "p-queue";
import { Refusal } from "../refusal.ts";

/** Hashes passwords a few at a time, so that files and the event loop always have a thread left (S20.1). */
export interface HashQueue {
  /**
   * Runs `hash` when it is its turn. The address with the fewest failures and running hashes goes first, then the order
   * of arrival decides (S20.2). So in a flood from many addresses each address can delay a newcomer only once.
   *
   * @throws Refusal `full` if too many wait and this one is the last of them (S20.3); `client_gone` if the client left
   */
  run<T>(hash: () => Promise<T>, asker: Asker): Promise<T>;
}

/** Who asks for a hash. */
export interface Asker {
  /** As `addressKey` writes it. */
  readonly address: string;
  /** How many failed sign-ins this address has in the current window. */
  readonly failures: number;
  /** Aborted when nobody waits for the answer any more. A hash that has not begun by then is not run (S20.4). */
  readonly gone: AbortSignal;
}

/** What a queue takes. */
export interface HashQueueOptions {
  /**
   * How many hashes run at a time. Hashes and files share the four threads of libuv, and a hash keeps a core busy for
   * 150 ms. With as many hashes as cores, pages take three times as long. Default: the number of cores less one, at
   * least 1 and at most 2. From 1 to 1,024.
   */
  readonly concurrency?: number;
  /**
   * How many hashes may wait, from all addresses together. Default 32, which take about 5 s on one core; 0 refuses
   * every hash that would have to wait; Infinity refuses none.
   */
  readonly maxWaiting?: number;
}

/** A waiting hash. */
interface Waiting {
  /** The highest goes first. */
  readonly priority: number;
  refuse(why: Refusal): void;
}

const RETRY_AFTER_S = 2;
const CONCURRENCY = { min: 1, max: 1024, whole: true };
const MAX_WAITING = { fallback: 32, min: 0, max: Number.POSITIVE_INFINITY, whole: true };

const full = () =>
  new Refusal("full", [`Too many are signing in at this moment; try again in ${RETRY_AFTER_S} s`], {
    retryAfter: RETRY_AFTER_S,
  });
const clientGone = () => new Refusal("client_gone", ["The client is gone"]);

/**
 * Makes a {@link HashQueue}.
 *
 * @throws HubError `invalid_options` for an option that is out of its range (D21.1)
 * @example
 * const hashes = createHashQueue();
 * const asker = { address: addressKey(request.ip), failures: attempt.failures, gone: request.signal };
 * const isRight = await hashes.run(() => passwords.check(password, stored), asker);
 */
export function createHashQueue(options: HashQueueOptions = {}): HashQueue {
  const concurrency = numberOption("createHashQueue's concurrency", options.concurrency, {
    ...CONCURRENCY,
    fallback: Math.max(1, Math.min(2, availableParallelism() - 1)),
  });
  const maxWaiting = numberOption("createHashQueue's maxWaiting", options.maxWaiting, MAX_WAITING);
  const queue = new PQueue({ concurrency });
  /** In the order of arrival. */
  const waiting = new Set<Waiting>();
  const underWay = new Map<string, number>();

  function changeUnderWay(address: string, by: number): number {
    const count = (underWay.get(address) ?? 0) + by;
    if (count === 0) underWay.delete(address);
    else underWay.set(address, count);
    return count;
  }

  return {
    async run(hash, { address, failures, gone }) {
      if (gone.aborted) throw clientGone();
      // A hash can be aborted only while it waits. Aborting a running hash would free its place in the queue but not
      // its thread.
      const stop = new AbortController();
      const priority = -(failures + changeUnderWay(address, 1));
      const entry: Waiting = {
        priority,
        refuse(why) {
          waiting.delete(entry);
          stop.abort(why);
        },
      };
      const leave = () => entry.refuse(clientGone());
      const begin = () => {
        waiting.delete(entry);
        gone.removeEventListener("abort", leave);
        return hash();
      };
      gone.addEventListener("abort", leave);
      waiting.add(entry);
      try {
        const hashed = queue.add(begin, { priority, signal: stop.signal });
        if (waiting.size > maxWaiting) lastOf(waiting)?.refuse(full());
        return await hashed;
      } finally {
        waiting.delete(entry);
        gone.removeEventListener("abort", leave);
        changeUnderWay(address, -1);
      }
    },
  };
}

/** The hash that would run last: the latest of those with the lowest priority. */
function lastOf(waiting: Iterable<Waiting>): Waiting | undefined {
  let last: Waiting | undefined;
  for (const entry of waiting) if (last === undefined || entry.priority <= last.priority) last = entry;
  return last;
}

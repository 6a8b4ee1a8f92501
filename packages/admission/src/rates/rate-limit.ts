import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { checkRate, unlimited } from "./check-rate.ts";

/** A port: counts uses by key and limits them. In memory each node counts for itself; `createPostgresRateLimit`
 * counts for all. */
export interface RateLimit {
  /**
   * Counts `count` uses (default 1). Resolves with 0 if they are allowed, else with the whole seconds until they will
   * be, at least 1. Refused uses are not counted. Of several uses in one call all are allowed or none.
   */
  take(key: string, count?: number): Promise<number>;
  /** Takes back `count` uses (default 1) that should not count after all. Harmless if nothing is counted. */
  giveBack(key: string, count?: number): Promise<void>;
  /** How many uses the current window has; 0 if there is no window or no limit. */
  used(key: string): Promise<number>;
  /** Forgets all uses of a key. */
  reset(key: string): Promise<void>;
}

/**
 * Counts in this process's memory, in windows that each begin with the first use.
 *
 * @param uses How many uses a window takes; Infinity is no limit; at least 1.
 * @param windowS The window's length in seconds; from 1 to 2,147,483.
 * @throws HubError `invalid_options` (D21.1)
 */
export function createMemoryRateLimit(uses: number, windowS: number): RateLimit {
  const { points, duration } = checkRate("createMemoryRateLimit", uses, windowS);
  if (points === Number.POSITIVE_INFINITY) return unlimited;
  const limiter = new RateLimiterMemory({ points, duration });

  async function used(key: string): Promise<number> {
    return (await limiter.get(key))?.consumedPoints ?? 0;
  }

  async function giveBack(key: string, count = 1): Promise<void> {
    // Without this check the library would give back more uses than were taken, and so raise the limit.
    if ((await used(key)) >= count) await limiter.reward(key, count);
  }

  return {
    async take(key, count = 1) {
      try {
        await limiter.consume(key, count);
        return 0;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        await giveBack(key, count);
        return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      }
    },
    giveBack,
    used,
    async reset(key) {
      await limiter.delete(key);
    },
  };
}

import { numberOption } from "@tidings/hub";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** How often something may be done, by whom counted: a port that memory fills here and Redis for several nodes. */
export interface RateLimit {
  /**
   * Counts uses, one unless told. Resolves with 0 if they are allowed, else with the whole seconds until they will be,
   * at least 1. Uses that are refused are not counted; of several at once all are allowed or none.
   */
  take(key: string, count?: number): Promise<number>;
  /** Takes counted uses back, one unless told, because they did not count after all. Harmless if nothing is counted. */
  giveBack(key: string, count?: number): Promise<void>;
  /** How many uses the open window has; 0 where there is none, and where there is no limit. */
  used(key: string): Promise<number>;
  /** Forgets what was counted. */
  reset(key: string): Promise<void>;
}

const unlimited: RateLimit = {
  take: async () => 0,
  giveBack: async () => {},
  used: async () => 0,
  reset: async () => {},
};

/**
 * Counts in this process's memory, in windows that begin with the first use.
 *
 * @param uses How many uses a window takes; Infinity is no limit; at least 1.
 * @param windowS The window's length in seconds; from 1 to 2,147,483.
 * @throws HubError `invalid_options` (D21.1)
 */
export function createMemoryRateLimit(uses: number, windowS: number): RateLimit {
  const points = numberOption("createMemoryRateLimit's uses", uses, {
    min: 1,
    max: Number.POSITIVE_INFINITY,
    whole: true,
  });
  const duration = numberOption("createMemoryRateLimit's windowS", windowS, { min: 1, max: 2_147_483 });
  if (points === Number.POSITIVE_INFINITY) return unlimited;
  const limiter = new RateLimiterMemory({ points, duration });

  async function used(key: string): Promise<number> {
    return (await limiter.get(key))?.consumedPoints ?? 0;
  }

  async function giveBack(key: string, count = 1): Promise<void> {
    // The library would begin a window with more uses than it takes.
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

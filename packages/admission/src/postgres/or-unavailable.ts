import { Refusal } from "../refusal.ts";

/**
 * Runs queries. A database that cannot be asked is no reason to let anybody in, and none to answer with its own words.
 *
 * @throws Refusal `unavailable`, with the database's error as its cause
 */
export async function orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new Refusal("unavailable", ["The database cannot be asked at the moment; try again shortly"], {
      retryAfter: 5,
      cause,
    });
  }
}

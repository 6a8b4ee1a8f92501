import { Refusal } from "../refusal.ts";

/**
 * Refuses what is over a limit.
 *
 * @param retryAfter Seconds until it is allowed again; 0 where it is allowed now.
 * @param what What there was too much of, as a whole clause.
 * @throws Refusal `too_many_requests`
 */
export function refuseOver(retryAfter: number, what: string): void {
  if (retryAfter === 0) return;
  throw new Refusal("too_many_requests", [`${what}; try again in ${retryAfter} s`], { retryAfter });
}

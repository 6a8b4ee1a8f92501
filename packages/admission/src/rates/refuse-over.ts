import { Refusal } from "../refusal.ts";

/**
 * Throws if a limit is exceeded.
 *
 * @param retryAfter Seconds until it is allowed again; 0 if it is allowed now.
 * @param what What there were too many of, as a whole clause.
 * @throws Refusal `too_many_requests`
 */
export function refuseOver(retryAfter: number, what: string): void {
  if (retryAfter === 0) return;
  throw new Refusal("too_many_requests", [`${what}; try again in ${retryAfter} s`], { retryAfter });
}

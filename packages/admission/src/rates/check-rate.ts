import { numberOption } from "@tidings/hub";
import type { RateLimit } from "./rate-limit.ts";

/** The limit that is none. */
export const unlimited: RateLimit = {
  take: async () => 0,
  giveBack: async () => {},
  used: async () => 0,
  reset: async () => {},
};

/**
 * Checks a rate, once, where a limit is made.
 *
 * @param maker The name of the function that makes the limit, for the message.
 * @throws HubError `invalid_options` (D21.1)
 */
export function checkRate(maker: string, uses: number, windowS: number) {
  return {
    points: numberOption(`${maker}'s uses`, uses, { min: 1, max: Number.POSITIVE_INFINITY, whole: true }),
    duration: numberOption(`${maker}'s windowS`, windowS, { min: 1, max: 2_147_483 }),
  };
}

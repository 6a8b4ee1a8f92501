import type { NumberRule } from "@tidings/contracts/number-option";
import { numberOption } from "@tidings/hub";
import { addressKey } from "../address-key.ts";
import { createMemoryRateLimit, type RateLimit } from "./rate-limit.ts";
import { refuseOver } from "./refuse-over.ts";

/** Failed sign-ins in a quarter of an hour. Default of each: Infinity, which is no limit; at least 1. */
export interface LoginRates {
  /** From one address with one email. */
  readonly perPair?: number | undefined;
  /** From one address, whatever the email. */
  readonly perAddress?: number | undefined;
  /** With one email, from wherever. */
  readonly perEmail?: number | undefined;
}

/** An attempt to sign in that was counted as failed in advance, so that many at once are counted as well. */
export interface LoginAttempt {
  /** Failed sign-ins of this address in the window, this one among them; 0 where they are not limited. */
  readonly failures: number;
  /** The password was right: the address has all its attempts with this email again. */
  succeeded(): Promise<void>;
  /** The password was never looked at: nothing is counted (S14.5). */
  dropped(): Promise<void>;
}

/** Counts attempts to sign in (S14.3). */
export type LimitLogins = (address: string | undefined, email: string) => Promise<LoginAttempt>;

const WINDOW_S = 15 * 60;
const RATE: NumberRule = { fallback: Number.POSITIVE_INFINITY, min: 1, max: Number.POSITIVE_INFINITY, whole: true };

/** Attempts that an address has with an email which too many failed with elsewhere. */
const TRIES_UNDER_ATTACK = 2;

/**
 * Counts failed sign-ins in this process's memory. An email that too many failed with is not closed, or anybody could
 * keep its owner out: each address still has two attempts with it (S14.4).
 *
 * @param words What the refusal says before the time to wait.
 * @throws HubError `invalid_options` for a rate that is out of its range (D21.1); Refusal `too_many_requests` from the
 *   function that it returns
 */
export function createLoginLimits(rates: LoginRates, words = "Too many failed attempts to sign in"): LimitLogins {
  const limitOf = (name: keyof LoginRates) =>
    createMemoryRateLimit(numberOption(`createLoginLimits' ${name}`, rates[name], RATE), WINDOW_S);
  const addresses = limitOf("perAddress");
  const pairs = limitOf("perPair");
  const emails = limitOf("perEmail");
  // Counted only while an email is under attack.
  const tries = createMemoryRateLimit(TRIES_UNDER_ATTACK, WINDOW_S);

  return async (address, email) => {
    const from = addressKey(address);
    const name = email.toLowerCase();
    const pair = `${from} ${name}`;
    const counted: (readonly [RateLimit, string])[] = [];

    async function giveBack(): Promise<void> {
      for (const [limit, key] of counted) await limit.giveBack(key);
    }

    async function count(limit: RateLimit, key: string): Promise<number> {
      const retryAfter = await limit.take(key);
      if (retryAfter === 0) counted.push([limit, key]);
      return retryAfter;
    }

    async function hold(retryAfter: number): Promise<void> {
      if (retryAfter === 0) return;
      await giveBack();
      refuseOver(retryAfter, words);
    }

    // The address first: whoever is over its limit adds nothing to what is kept, however many emails they invent.
    await hold(await count(addresses, from));
    await hold(await count(pairs, pair));
    if ((await count(emails, name)) > 0) await hold(await count(tries, pair));

    return {
      failures: await addresses.used(from),
      async succeeded() {
        await giveBack();
        await pairs.reset(pair);
      },
      dropped: giveBack,
    };
  };
}

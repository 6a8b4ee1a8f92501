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
  /** With one email, from any address. */
  readonly perEmail?: number | undefined;
}

/**
 * An attempt to sign in. It is counted as failed before the password is checked, so that simultaneous attempts count
 * too.
 */
export interface LoginAttempt {
  /** Failed sign-ins of this address in the window, this one included; 0 if there is no limit. */
  readonly failures: number;
  /** Call it if the password was right. The address then has all its attempts with this email again. */
  succeeded(): Promise<void>;
  /** Call it if the password was never checked. Then nothing is counted (S14.5). */
  dropped(): Promise<void>;
}

/** Counts attempts to sign in (S14.3). */
export type LimitLogins = (address: string | undefined, email: string) => Promise<LoginAttempt>;

/** Makes a limit of a name. */
export type MakeLimit = (name: string, uses: number, windowS: number) => RateLimit;

const WINDOW_S = 15 * 60;
const RATE: NumberRule = { fallback: Number.POSITIVE_INFINITY, min: 1, max: Number.POSITIVE_INFINITY, whole: true };

/** How many attempts an address has with an email that has too many failures from other addresses. */
const TRIES_UNDER_ATTACK = 2;

/**
 * Counts failed sign-ins, by default in this process's memory. With several nodes give `makeLimit`, or each of them lets in
 * as many attempts as one alone (S14.7). An email with too many failures is not locked, or anybody could lock
 * its owner out. Each address still has two attempts with it (S14.4).
 *
 * @param words The refusal's message, to which the time to wait is added.
 * @param makeLimit Makes each of its four limits, by a name that tells it from the others.
 * @throws HubError `invalid_options` for a rate that is out of its range (D21.1); Refusal `too_many_requests` from the
 *   function that it returns
 */
export function createLoginLimits(
  rates: LoginRates,
  words = "Too many failed attempts to sign in",
  makeLimit: MakeLimit = (_, uses, windowS) => createMemoryRateLimit(uses, windowS),
): LimitLogins {
  const limitOf = (name: keyof LoginRates) =>
    makeLimit(`logins ${name}`, numberOption(`createLoginLimits' ${name}`, rates[name], RATE), WINDOW_S);
  const addresses = limitOf("perAddress");
  const pairs = limitOf("perPair");
  const emails = limitOf("perEmail");
  // Counted only while an email has too many failures.
  const tries = makeLimit("logins under attack", TRIES_UNDER_ATTACK, WINDOW_S);

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

    // Check the address first: a client over its limit then adds nothing to the memory, however many emails it invents.
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

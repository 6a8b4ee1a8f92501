import { login, sampleUsers, type User } from "@tidings/contracts/auth";
import type { Clock } from "../clock/clock.ts";

/** The password of the contract's sample of signing in. */
export const samplePassword = login.samples?.body?.password ?? "password";

/** The accounts that may sign in, and the users of their tokens. */
export interface Accounts {
  /** A fresh token, or undefined for a wrong email or password. */
  signIn(email: string, password: string): { readonly token: string; readonly user: User } | undefined;
  signOut(token: string | undefined): void;
  identify(token: string | undefined): User | undefined;
  /** Invalidates every token issued so far. */
  expireAll(): void;
}

/**
 * The accounts of the contract's samples: Ada, Grace and the admin.
 *
 * @param password The password of all of them.
 * @param signedIn The user of requests without a token; undefined for nobody.
 */
export function createAccounts(clock: Clock, password: string, signedIn?: User): Accounts {
  const users: readonly User[] = Object.values(sampleUsers);
  const spent = new Set<string>();
  /** When the newest token was issued, and up to which time of issue tokens have expired. Milliseconds since 1970. */
  let lastIssued = Number.NEGATIVE_INFINITY;
  let expiredUntil = Number.NEGATIVE_INFINITY;
  let implicit = signedIn;

  return {
    signIn(email, given) {
      const user = users.find((candidate) => candidate.email === email.trim().toLowerCase());
      if (!user || given !== password) return undefined;
      lastIssued = Math.max(clock.now(), lastIssued + 1);
      return { token: `mock.${user.id}.${lastIssued}`, user };
    },
    signOut(token) {
      if (token) spent.add(token);
      else implicit = undefined;
    },
    // A token holds its user and time of issue, so that a user stays signed in when the page, and its mocks with it, is
    // reloaded.
    identify(token) {
      if (!token) return implicit;
      const [, id, issued] = token.split(".");
      if (spent.has(token) || Number(issued) <= expiredUntil) return undefined;
      return users.find((user) => user.id === id);
    },
    expireAll() {
      implicit = undefined;
      lastIssued = Math.max(clock.now(), lastIssued);
      expiredUntil = lastIssued;
    },
  };
}

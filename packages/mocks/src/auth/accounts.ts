import { login, sampleUsers, type User } from "@tidings/contracts/auth";
import type { Clock } from "../clock/clock.ts";

/** What signing in takes in the contract's sample. */
export const samplePassword = login.samples?.body?.password ?? "password";

/** Who may sign in, and whose token is whose. */
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
 * @param password What each of them signs in with.
 * @param signedIn Who a request without a token comes from; undefined for nobody.
 */
export function createAccounts(clock: Clock, password: string, signedIn?: User): Accounts {
  const users: readonly User[] = Object.values(sampleUsers);
  const spent = new Set<string>();
  /** When the newest token was issued, and up to when they have expired. Milliseconds since 1970. */
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
    // A token names its user and its time, so that a page that was reloaded, and its mocks with it, is still signed in.
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

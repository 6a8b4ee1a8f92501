import {
  createRevocations,
  createStreamTickets,
  type Revocations,
  type RevokedSessions,
  type TicketStore,
} from "@tidings/admission";
import { createHashQueue, createPasswords, type PasswordCost } from "@tidings/admission/passwords";
import { createLoginLimits, type MakeLimit } from "@tidings/admission/rates";
import { login } from "@tidings/contracts/auth";
import type { Core, Domain } from "../domains/domain.ts";
import { type Authentication, createAuthentication } from "./authenticate.ts";
import { seedUsers } from "./demo-users.ts";
import { serveAuth } from "./routes.ts";
import { createSessionCookie } from "./session-cookie.ts";
import { createTokens } from "./tokens.ts";
import { userBefore } from "./user-before.ts";
import { createUserRepository, type UserRepository } from "./user-repository.ts";

/** Authentication, and the routes of signing in. All domains depend on it, and it is mounted like one. */
export interface Auth extends Authentication, Domain {
  readonly users: UserRepository;
  readonly revocations: Revocations;
}

/** What {@link createAuth} works with. */
export interface AuthParts extends Pick<Core, "config" | "store" | "hub" | "onUnreadable"> {
  readonly revokedSessions: RevokedSessions;
  readonly ticketStore: TicketStore | undefined;
  readonly loginLimit: MakeLimit | undefined;
  readonly passwordCost: PasswordCost | undefined;
}

/** Makes {@link Auth}. */
export function createAuth({
  config,
  store,
  revokedSessions,
  ticketStore,
  loginLimit,
  hub,
  onUnreadable,
  passwordCost,
}: AuthParts): Auth {
  const users = createUserRepository(store, onUnreadable);
  const passwords = createPasswords(passwordCost);
  const tokens = createTokens(config.tokenKeys, config.tokenTtlSeconds);
  const cookie = createSessionCookie({ secure: config.production, ttlSeconds: config.tokenTtlSeconds });
  const revocations = createRevocations(hub, revokedSessions);
  const tickets = createStreamTickets(ticketStore);
  const hashes = createHashQueue();
  const limitLogins = createLoginLimits(config.rates.failedLogins, login.errors[429], loginLimit);
  return {
    ...createAuthentication({ tokens, tickets, revokedSessions, users, cookie }),
    users,
    revocations,
    reactions: { users: (change) => revocations.endUser(userBefore(change)) },
    serve(context) {
      serveAuth(context, { users, passwords, hashes, limitLogins, tokens, cookie, tickets, revocations });
    },
    seed: () => seedUsers(users, passwords),
  };
}

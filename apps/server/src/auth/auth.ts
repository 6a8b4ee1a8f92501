import { createRevocations, createStreamTickets, type Revocations } from "@tidings/admission";
import { createHashQueue, createPasswords, type PasswordCost } from "@tidings/admission/passwords";
import { createLoginLimits } from "@tidings/admission/rates";
import { createSqliteRevokedSessions } from "@tidings/admission/sqlite";
import { login } from "@tidings/contracts/auth";
import type { Core, Domain } from "../domains/domain.ts";
import { type Authentication, createAuthentication } from "./authenticate.ts";
import { seedUsers } from "./demo-users.ts";
import { serveAuth } from "./routes.ts";
import { createSessionCookie } from "./session-cookie.ts";
import { createTokens } from "./tokens.ts";
import { userBefore } from "./user-before.ts";
import { createSqliteUserRepository, type UserRepository } from "./user-repository.ts";

/** Authentication, and the routes of signing in. All domains depend on it, and it is mounted like one. */
export interface Auth extends Authentication, Domain {
  readonly users: UserRepository;
  readonly revocations: Revocations;
}

/** What {@link createAuth} works with. */
export interface AuthParts extends Pick<Core, "config" | "database" | "hub" | "onUnreadable"> {
  readonly passwordCost: PasswordCost | undefined;
}

/** Makes {@link Auth}. */
export function createAuth({ config, database, hub, onUnreadable, passwordCost }: AuthParts): Auth {
  const users = createSqliteUserRepository(database, onUnreadable);
  const passwords = createPasswords(passwordCost);
  const tokens = createTokens(config.tokenKeys, config.tokenTtlSeconds);
  const cookie = createSessionCookie({ secure: config.production, ttlSeconds: config.tokenTtlSeconds });
  const revokedSessions = createSqliteRevokedSessions(database);
  const revocations = createRevocations(hub, revokedSessions);
  const tickets = createStreamTickets();
  const hashes = createHashQueue();
  const limitLogins = createLoginLimits(config.rates.failedLogins, login.errors[429]);
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

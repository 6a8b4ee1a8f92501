import type { IncomingMessage } from "node:http";

/** A user as the router shows it. */
export interface User {
  readonly id: string;
  readonly name: string;
}

/** Stands in for your database and your sign-in: two users, and the token of each. */
const users = new Map<string, User>([
  ["token-of-ada", { id: "ada", name: "Ada" }],
  ["token-of-grace", { id: "grace", name: "Grace" }],
]);

/** Whoever signed the request; undefined for nobody. */
export function signedInUser({ headers }: IncomingMessage): User | undefined {
  const [, token = ""] = /^Bearer (\S+)$/.exec(headers.authorization ?? "") ?? [];
  return users.get(token);
}

/** Saves what changed, and answers the whole user. */
export async function updateUserProfile(id: string, changes: Pick<User, "name">): Promise<User> {
  const [token] = [...users].find(([, user]) => user.id === id) ?? [];
  if (token === undefined) throw new Error(`there is no user ${id}`);
  const updated = { id, ...changes };
  users.set(token, updated);
  return updated;
}

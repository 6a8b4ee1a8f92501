import { type User, user } from "@tidings/contracts/auth";
import * as z from "zod";
import { type OnUnreadable, rowReader } from "../store/rows.ts";
import type { Store } from "../store/store.ts";

/** Where users are kept. Disabled users and invalid rows are not found. */
export interface UserRepository {
  find(id: string): Promise<User | undefined>;
  /** By email, in any case, with the stored hash. */
  findLogin(email: string): Promise<{ readonly user: User; readonly passwordHash: string } | undefined>;
  insert(user: User, passwordHash: string): Promise<void>;
  isEmpty(): Promise<boolean>;
}

const loginRow = z
  .object({ ...user.shape, password_hash: z.string() })
  .transform(({ password_hash, ...found }) => ({ user: found, passwordHash: password_hash }));

const ONE = "SELECT id, email, name, role FROM users WHERE id = ?1 AND disabled_at IS NULL";
const LOGIN = `SELECT id, email, name, role, password_hash FROM users
  WHERE lower(email) = lower(?1) AND disabled_at IS NULL`;
const ADD = "INSERT INTO users (id, email, name, role, password_hash) VALUES (?1, ?2, ?3, ?4, ?5)";

/** Users in a store. */
export function createUserRepository(store: Store, onUnreadable: OnUnreadable = () => {}): UserRepository {
  const readUser = rowReader("users", (row) => z.parse(user, row), onUnreadable);
  const readLogin = rowReader("users", (row) => loginRow.parse(row), onUnreadable);

  return {
    find: async (id) => readUser(await store.first(ONE, id)),
    findLogin: async (email) => readLogin(await store.first(LOGIN, email)),
    async insert({ id, email, name, role }, passwordHash) {
      await store.run(ADD, id, email, name, role, passwordHash);
    },
    isEmpty: async () => (await store.first("SELECT 1 AS one FROM users LIMIT 1")) === undefined,
  };
}

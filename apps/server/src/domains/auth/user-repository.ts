import type { DatabaseSync } from "node:sqlite";
import { type User, user } from "@tidings/contracts/auth";
import * as z from "zod";

/** Where users are kept. Disabled ones are not found. */
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

/** Users in SQLite. */
export function createSqliteUserRepository(database: DatabaseSync): UserRepository {
  const byId = database.prepare("SELECT id, email, name, role FROM users WHERE id = ? AND disabled_at IS NULL");
  const byEmail = database.prepare(
    "SELECT id, email, name, role, password_hash FROM users WHERE email = ? AND disabled_at IS NULL",
  );
  const add = database.prepare("INSERT INTO users (id, email, name, role, password_hash) VALUES (?, ?, ?, ?, ?)");
  const any = database.prepare("SELECT 1 FROM users LIMIT 1");

  return {
    async find(id) {
      const row = byId.get(id);
      return row && z.parse(user, row);
    },
    async findLogin(email) {
      const row = byEmail.get(email);
      return row && loginRow.parse(row);
    },
    async insert({ id, email, name, role }, passwordHash) {
      add.run(id, email, name, role, passwordHash);
    },
    async isEmpty() {
      return any.get() === undefined;
    },
  };
}

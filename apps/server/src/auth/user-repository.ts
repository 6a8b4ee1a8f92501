import type { DatabaseSync } from "node:sqlite";
import { type User, user } from "@tidings/contracts/auth";
import { prepareRows, prepareWrite } from "@tidings/outbox/sqlite";
import * as z from "zod";
import { type OnUnreadable, rowReader } from "../store/sqlite/rows.ts";

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

/** Users in SQLite. */
export function createSqliteUserRepository(
  database: DatabaseSync,
  onUnreadable: OnUnreadable = () => {},
): UserRepository {
  const byId = prepareRows(database, "SELECT id, email, name, role FROM users WHERE id = ? AND disabled_at IS NULL");
  const byEmail = prepareRows(
    database,
    "SELECT id, email, name, role, password_hash FROM users WHERE email = ? AND disabled_at IS NULL",
  );
  const readUser = rowReader("users", (row) => z.parse(user, row), onUnreadable);
  const readLogin = rowReader("users", (row) => loginRow.parse(row), onUnreadable);
  const add = prepareWrite(database, "INSERT INTO users (id, email, name, role, password_hash) VALUES (?, ?, ?, ?, ?)");
  const any = prepareRows(database, "SELECT 1 FROM users LIMIT 1");

  return {
    async find(id) {
      return readUser(byId.get(id));
    },
    async findLogin(email) {
      return readLogin(byEmail.get(email));
    },
    async insert({ id, email, name, role }, passwordHash) {
      add.run(id, email, name, role, passwordHash);
    },
    async isEmpty() {
      return any.get() === undefined;
    },
  };
}

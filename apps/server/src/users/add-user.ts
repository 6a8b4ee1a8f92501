import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createPasswords } from "@tidings/admission/passwords";
import { MAX_EMAIL, MAX_PASSWORD, type User } from "@tidings/contracts/auth";
import { inTransaction } from "@tidings/hub/postgres";
import { createUserRepository } from "../auth/user-repository.ts";
import { migrate } from "../store/postgres/migrate.ts";
import { createPostgresPool } from "../store/postgres/postgres-pool.ts";
import { createPostgresStore } from "../store/postgres/postgres-store.ts";
import { DATABASE_FILE, openStore } from "../store/sqlite/open.ts";
import { createSqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";

/** A user who is to be added. */
export interface NewUser extends Pick<User, "email" | "name" | "role"> {
  readonly password: string;
}

/** Which database: PostgreSQL's if there is a URL, else the file in the directory. */
export interface UsersDatabase {
  readonly directory: string;
  readonly url?: string | undefined;
}

/** Milliseconds to wait for a server that is writing. */
const BUSY_MS = 5000;
const MIN_PASSWORD = 12;
const MAX_NAME = 200;

/**
 * Adds a user to a database, whose tables are created if it has none. A server may be running on it; the user can sign
 * in at once.
 *
 * @returns undefined, or why nobody was added: one line that says what to do
 * @example const problem = await addUser({ directory: "/var/lib/tidings" }, { email, name, role: "admin", password });
 */
export async function addUser({ directory, url }: UsersDatabase, user: NewUser): Promise<string | undefined> {
  const wrong = problemOf(user);
  if (wrong !== undefined) return wrong;
  const { password, ...fields } = user;
  const passwordHash = await createPasswords().hash(password);
  const insert = (store: Store) =>
    createUserRepository(store).insert({ id: crypto.randomUUID(), ...fields }, passwordHash);
  try {
    await (url === undefined ? withFile(directory, insert) : withServer(url, insert));
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/users\.email|users_by_email/.test(why)) {
      return `there is a user with the email ${user.email} already; choose another`;
    }
    if (url !== undefined) return `the database of DATABASE_URL cannot be written (${why}); give the server's own`;
    return `the database of DATA_DIR ${directory} cannot be written (${why}); run this as the server's own user`;
  }
}

async function withFile(directory: string, work: (store: Store) => Promise<void>): Promise<void> {
  if (!existsSync(join(directory, DATABASE_FILE))) openStore(directory).close();
  // Opened without migrating, because a server that runs on this directory must not find its tables changed.
  using database = new DatabaseSync(join(directory, DATABASE_FILE), { timeout: BUSY_MS });
  await work(createSqliteStore(database));
}

async function withServer(url: string, work: (store: Store) => Promise<void>): Promise<void> {
  const pool = createPostgresPool({ url, max: 2, onIdleError: () => {} });
  try {
    const { rows } = await pool.query("SELECT to_regclass('users') IS NULL AS missing");
    // As with a file: a database that has tables already is left as it is.
    if (rows[0]?.missing === true) await migrate(pool);
    await work(createPostgresStore(pool, { transaction: (inOne) => inTransaction(pool, inOne) }));
  } finally {
    await pool.end();
  }
}

function problemOf({ email, name, password }: NewUser): string | undefined {
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > MAX_EMAIL)
    return "--email must be an address as ada@example.com";
  if (name.trim() === "" || name.length > MAX_NAME) return `--name must be a name of at most ${MAX_NAME} characters`;
  if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD) {
    return `the password must have ${MIN_PASSWORD} to ${MAX_PASSWORD} characters`;
  }
  return undefined;
}

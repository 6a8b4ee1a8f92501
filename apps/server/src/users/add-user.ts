import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createPasswords } from "@tidings/admission/passwords";
import { MAX_EMAIL, MAX_PASSWORD, type User } from "@tidings/contracts/auth";
import { createSqliteUserRepository } from "../auth/user-repository.ts";
import { DATABASE_FILE, openStore } from "../store/sqlite/open.ts";

/** A user who is to be added. */
export interface NewUser extends Pick<User, "email" | "name" | "role"> {
  readonly password: string;
}

/** Milliseconds to wait for a server that is writing. */
const BUSY_MS = 5000;
const MIN_PASSWORD = 12;
const MAX_NAME = 200;

/**
 * Adds a user to the database of a data directory, which is created if it is missing. A server may be running on it;
 * the user can sign in at once.
 *
 * @returns undefined, or why nobody was added: one line that says what to do
 * @example const problem = await addUser("/var/lib/tidings", { email, name, role: "admin", password });
 */
export async function addUser(directory: string, user: NewUser): Promise<string | undefined> {
  const wrong = problemOf(user);
  if (wrong !== undefined) return wrong;
  const { password, ...fields } = user;
  const passwordHash = await createPasswords().hash(password);
  try {
    if (!existsSync(join(directory, DATABASE_FILE))) openStore(directory).close();
    // Opened without migrating, because a server that runs on this directory must not find its tables changed.
    using database = new DatabaseSync(join(directory, DATABASE_FILE), { timeout: BUSY_MS });
    await createSqliteUserRepository(database).insert({ id: crypto.randomUUID(), ...fields }, passwordHash);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (why.includes("users.email")) return `there is a user with the email ${user.email} already; choose another`;
    return `the database of DATA_DIR ${directory} cannot be written (${why}); run this as the server's own user`;
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

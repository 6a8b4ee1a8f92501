import type { Passwords } from "@tidings/admission/passwords";
import { sampleUsers, type User } from "@tidings/contracts/auth";
import type { UserRepository } from "./user-repository.ts";

/** The password of every demo user. The README prints it: for development and tests. */
export const DEMO_PASSWORD = "tidings-demo";

/** The user for whom brief 001's example places an order. */
const testUser: User = { id: "test-user", email: "test-user@example.com", name: "Test user", role: "user" };

/** Adds the contract's sample users to an empty database. */
export async function seedUsers(
  users: Pick<UserRepository, "insert">,
  passwords: Pick<Passwords, "hash">,
): Promise<void> {
  const people = [...Object.values(sampleUsers), testUser];
  const hashes = await Promise.all(people.map(() => passwords.hash(DEMO_PASSWORD)));
  for (const [index, person] of people.entries()) await users.insert(person, hashes[index] ?? "");
}

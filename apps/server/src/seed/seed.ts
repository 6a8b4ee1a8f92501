import { sampleUsers, type User } from "@tidings/contracts/auth";
import { sampleOrders, toCents } from "@tidings/contracts/orders";
import type { Passwords } from "../auth/passwords.ts";
import type { UserRepository } from "../auth/user-repository.ts";
import type { OrderRepository } from "../domains/orders/order-repository.ts";
import type { RecordRepository } from "../domains/records/record-repository.ts";
import { graceOrders } from "./grace-orders.ts";
import { type ChatSeedTarget, seedConversation } from "./seed-conversation.ts";
import { seedRecords } from "./seed-records.ts";

/** The password of every demo user. */
export const DEMO_PASSWORD = "tidings-demo";

/** Whom brief 001's example places an order for. */
const testUser: User = { id: "test-user", email: "test-user@example.com", name: "Test user", role: "user" };

/** What seeding fills. */
export interface SeedTarget extends ChatSeedTarget {
  readonly users: UserRepository;
  readonly orders: OrderRepository;
  readonly records: RecordRepository;
  readonly passwords: Passwords;
}

/**
 * Fills an empty database with the contract's sample users, a few orders of theirs as if placed within the last
 * hours, records, prescriptions, appointments, and a conversation. For development and tests: the password is printed in the README.
 *
 * @returns whether anything was done
 */
export async function seed({ users, orders, records, passwords, ...chat }: SeedTarget): Promise<boolean> {
  if (!(await users.isEmpty())) return false;
  const people = [...Object.values(sampleUsers), testUser];
  const hashes = await Promise.all(people.map(() => passwords.hash(DEMO_PASSWORD)));
  for (const [index, person] of people.entries()) await users.insert(person, hashes[index] ?? "");

  const all = [...sampleOrders, ...graceOrders];
  const newest = Math.max(...all.map(({ created_at }) => Date.parse(created_at)));
  const shift = Date.now() - newest - 60_000;
  for (const { final_amount, ...order } of all) {
    await orders.insert({
      ...order,
      final_amount_cents: toCents(final_amount) ?? 0,
      created_at: new Date(Date.parse(order.created_at) + shift).toISOString(),
    });
  }
  await seedRecords(records);
  await seedConversation(chat);
  return true;
}

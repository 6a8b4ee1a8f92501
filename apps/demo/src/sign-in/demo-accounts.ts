import { sampleUsers, type User } from "@tidings/contracts/auth";

/** The accounts that mocks and a freshly seeded development server know, with what each is good for. */
export const demoAccounts: readonly { readonly user: User; readonly about: string }[] = [
  { user: sampleUsers.ada, about: "Has orders on their way" },
  { user: sampleUsers.grace, about: "Another customer, to see who gets what" },
  { user: sampleUsers.admin, about: "Moves everyone's orders on" },
];

/** The password of each of {@link demoAccounts}. */
export const demoPassword = "tidings-demo";

/** Whether to offer them: in development, with mocks, and where the built demo runs on one's own machine. */
export function offersDemoAccounts(mode: string, hostname: string): boolean {
  return mode !== "production" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

import * as z from "zod/mini";

/** What a user may see and change: only their own things, or everyone's. */
export const role = z.enum(["user", "admin"]);
/** {@link role} as a type. */
export type Role = z.output<typeof role>;

/** A user as the API shows one. It never holds the password. */
export const user = z.object({ id: z.string(), email: z.string(), name: z.string(), role });
/** {@link user} as a type. */
export type User = z.output<typeof user>;

/** Users for mocks, stories and documents. */
export const sampleUsers = {
  ada: { id: "0b8f4d2e-1c55-4a6e-9a51-6f1f0a4f7a01", email: "ada@example.com", name: "Ada", role: "user" },
  grace: { id: "5d3a9c1b-7e42-4f0d-8c36-2b9e8d7c6b02", email: "grace@example.com", name: "Grace", role: "user" },
  admin: { id: "9e1c7b5a-3f68-4d2b-a7e4-8c0d1f2e3a03", email: "admin@example.com", name: "Admin", role: "admin" },
} as const satisfies Record<string, User>;

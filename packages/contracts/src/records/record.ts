import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";

/** Who hears of a record: everyone who is signed in, or its owner alone. */
export const visibility = z.enum(["everyone", "owner"]);

/** A record as the API shows it; times are ISO 8601 in UTC. */
export const record = z.object({
  id: z.string(),
  /** The owner. */
  userId: z.string(),
  title: z.string(),
  details: z.string(),
  visibility,
  createdAt: time("createdAt"),
  updatedAt: time("updatedAt"),
  /** Grows by one with every change; readers ignore an event with an older one (D6.1, D6.2). */
  revision: wholeNumber(),
});
/** {@link record} as a type. */
export type HealthRecord = z.output<typeof record>;

/** A record for mocks, stories and documents. */
export const sampleRecord = {
  id: "1f0c8a44-6d2e-4b7a-9c35-4e5d6f7a8b01",
  userId: sampleUsers.ada.id,
  title: "Blood test",
  details: "All values within range",
  visibility: "owner",
  createdAt: "2026-02-26T05:00:00.000Z",
  updatedAt: "2026-02-26T05:00:00.000Z",
  revision: 1,
} as const satisfies HealthRecord;

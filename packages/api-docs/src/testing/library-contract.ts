import { defineEndpoint, defineEvent, defineStream } from "@tidings/contracts";
import * as z from "zod";

/** The contract of a lending library, which has each thing that a contract can have, in few words. */

const loan = z.object({ id: z.string(), due: z.string() });

const listLoans = defineEndpoint({
  name: "listLoans",
  method: "GET",
  path: "/loans",
  summary: "Loans",
  access: "admin",
  query: z.object({ reader: z.string().describe("Whose"), late: z.optional(z.literal("true")) }),
  data: z.array(loan),
  samples: { data: [{ id: "l-1", due: "2026-03-01" }] },
});

const lend = defineEndpoint({
  name: "lend",
  method: "POST",
  path: "/shelves/:shelf/books/:book/loans",
  summary: "Lend a book",
  description: "Notes it.",
  access: "user",
  body: z.object({ days: z.number() }),
  status: 201,
  data: loan,
  errors: { 404: "No such book" },
  namesConnection: true,
  creates: true,
  samples: { body: { days: 7 }, data: { id: "l-1", due: "2026-03-01" } },
});

const hours = defineEndpoint({
  name: "hours",
  method: "GET",
  path: "/hours",
  summary: "Opening hours",
  access: "anyone",
  query: z.record(z.string(), z.string()),
  data: z.string(),
});

const joke = defineEndpoint({
  name: "joke",
  method: "PUT",
  path: "/joke",
  summary: "Tell a joke",
  access: "anyone",
  body: z.string(),
  data: z.null(),
});

const lent = defineEvent({
  description: "A book was lent",
  schema: z.object({ loan, copies: z.int().min(0) }),
  delivery: { durable: true, ttl: 5000, maxBytes: 900 },
  samples: { valid: [{ loan: { id: "l-1", due: "2026-03-01" }, copies: 2 }] },
});
const lamp = defineEvent({ schema: z.object({ on: z.boolean() }), delivery: { coalesceBy: () => "lamp" } });

const loansStream = defineStream({
  name: "late-loans",
  path: "/loans/stream",
  summary: "Loans as they come",
  description: "Of all readers.",
  access: "admin",
  query: z.object({ shelf: z.string() }),
  heartbeat: "shh",
  greeting: { name: "message" },
  events: { lent, lamp },
  custom: z.unknown(),
  snapshot: listLoans,
  errors: { 404: "No such shelf" },
});

const deskStream = defineStream({
  name: "desk",
  path: "/desk",
  summary: "The desk",
  access: "anyone",
  query: z.object({ desk: z.string(), side: z.string() }),
  events: { lamp },
});

/** Everything that the contract exports. */
export const library = { loan, listLoans, lend, hours, joke, loansStream, deskStream };

import { defineEvent, defineStream } from "@tidings/contracts";
import * as z from "zod/mini";

/** A stream of no domain, for the suite of the entries: each event has a number, and about the size of an order's. */
export const revisionsStream = defineStream({
  name: "revisions",
  path: "/revisions",
  access: "anyone",
  heartbeat: "ping",
  greeting: { fields: { message: z.literal("hello") } },
  events: {
    revised: defineEvent({
      schema: z.object({ document: z.string(), state: z.string(), revision: z.number() }),
      delivery: { durable: true },
    }),
  },
});

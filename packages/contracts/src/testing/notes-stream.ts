import * as z from "zod/mini";
import { defineEvent } from "../definition/event.ts";
import { defineStream } from "../definition/stream.ts";

/**
 * A stream for tests of servers, relays and clients: one event of every kind that a contract can describe, and a greeting
 * with a field of its own. Topic keys: anything.
 *
 * @example await hub.publish(notesStream.topic("ada"), { event: "note", data: { text: "milk" } });
 */
export const notesStream = defineStream({
  name: "notes",
  path: "/notes",
  access: "anyone",
  heartbeat: "ping",
  greeting: { fields: { message: z.literal("hello") }, samples: { valid: [{ message: "hello" }] } },
  events: {
    /** Stored: none may be missed. At most 100 bytes. */
    note: defineEvent({ schema: z.object({ text: z.string() }), delivery: { durable: true, maxBytes: 100 } }),
    /** Stored, but worthless after a second. */
    offer: defineEvent({ schema: z.object({ text: z.string() }), delivery: { durable: true, ttl: 1000 } }),
    /** Stored, but only the newest of each key matters to a slow reader. */
    state: defineEvent({
      schema: z.object({ key: z.string(), n: z.number() }),
      delivery: { durable: true, coalesceBy: ({ key }) => key },
    }),
    /** In memory only. */
    blip: defineEvent({ schema: z.object({ n: z.number() }) }),
    /** In memory only, replaced and expired. */
    typing: defineEvent({
      schema: z.object({ who: z.string(), on: z.boolean() }),
      delivery: { coalesceBy: ({ who }) => who, ttl: 1000 },
    }),
  },
});

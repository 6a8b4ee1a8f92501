import { defineEndpoint, defineEvent, defineStream } from "@tidings/contracts";
import * as z from "zod/mini";

/** One row of the world's only table. */
export const row = z.object({ id: z.string(), revision: z.int(), text: z.string() });
/** {@link row} as a type. */
export type Row = z.output<typeof row>;

const counted = z.object({ n: z.int() });

/** A stream with one event of every kind that the contract can describe. Topic keys: anything. */
export const simStream = defineStream({
  name: "sim",
  path: "/stream",
  access: "user",
  /** Topic keys, separated by commas. */
  query: z.object({ topics: z.string() }),
  heartbeat: "beat",
  events: {
    /** A row changed: none may be missed. */
    changed: defineEvent({ schema: row, delivery: { durable: true } }),
    /** Stored, but only the newest of each key matters to a slow reader. */
    status: defineEvent({
      schema: z.object({ n: z.int(), key: z.string() }),
      delivery: { durable: true, coalesceBy: ({ key }) => key },
    }),
    /** Stored, but worthless soon. */
    brief: defineEvent({ schema: counted, delivery: { durable: true, ttl: 2_000 } }),
    /** In memory only. */
    blip: defineEvent({ schema: counted }),
    /** In memory only, replaced and expired. */
    gauge: defineEvent({ schema: counted, delivery: { coalesceBy: () => "gauge", ttl: 1_000 } }),
  },
  custom: counted,
});

/** The snapshot that goes with {@link simStream}. */
export const listRows = defineEndpoint({
  name: "listRows",
  method: "GET",
  path: "/rows",
  summary: "The rows of some topics",
  access: "user",
  query: z.object({ topics: z.string() }),
  data: z.array(row),
});

/** Changes a row of a topic, whichever; answers it as it is then. */
export const editRow = defineEndpoint({
  name: "editRow",
  method: "POST",
  path: "/rows",
  summary: "Change a row",
  access: "user",
  body: z.object({ topic: z.string() }),
  data: row,
});

/** The topics that a query names. */
export function topicKeys(query: string): readonly string[] {
  return query.split(",");
}

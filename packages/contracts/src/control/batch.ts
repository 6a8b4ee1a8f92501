import * as z from "zod/mini";

/** Name of the event that holds several events: all that one write sends to a reader that asked for batches (D15.1). */
export const BATCH = "batch";

/** The payload of {@link BATCH}: the events in order, each as it would have been sent alone. */
export const batch = z.array(
  z.object({
    event: z.string(),
    /** The event's position. Events that are not stored have none. */
    id: z.optional(z.string()),
    data: z.unknown(),
  }),
);

/** `?batch=true` asks any stream for batches. Without it, or with `false`, every event is sent alone (D15.5). */
export const batchParameter = z.optional(z.enum(["true", "false"], { error: 'batch must be "true" or "false"' }));

import * as z from "zod/mini";

/** Name of the event that holds several: what one write brings to a reader that asked for batches (D15.1). */
export const BATCH = "batch";

/** The payload of {@link BATCH}: its events in order, each as it would have come by itself. */
export const batch = z.array(
  z.object({
    event: z.string(),
    /** Its position; events that are not stored have none. */
    id: z.optional(z.string()),
    data: z.unknown(),
  }),
);

/** `?batch=true` asks any stream for batches; without it, or with `false`, every event comes by itself (D15.5). */
export const batchParameter = z.optional(z.enum(["true", "false"], { error: 'batch must be "true" or "false"' }));

import { parse } from "@tidings/contracts";
import * as z from "zod/mini";

const nonEmpty = z.string().check(z.minLength(1));

/** What senders tell us and we tell people. */
const webhookEvent = z.discriminatedUnion("eventType", [
  z.object({
    eventType: z.literal("user.profile.updated"),
    userId: nonEmpty,
    data: z.object({ changes: z.record(z.string(), z.unknown()) }),
  }),
  z.object({
    eventType: z.literal("content.published"),
    data: z.looseObject({ subscriberIds: z.array(nonEmpty).check(z.maxLength(1000)) }),
  }),
]);
const ofAnyType = z.object({ eventType: z.string() });
const ours = new Set<string>(webhookEvent.def.options.flatMap(({ shape }) => shape.eventType.def.values));

/** A delivery as it was understood; one of a type that means nothing to us has no event. */
export type Understood =
  | { readonly ok: true; readonly event: z.output<typeof webhookEvent> | undefined }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Reads the body of a delivery. */
export function readWebhookEvent(body: string): Understood {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { ok: false, errors: ["The body is not JSON"] };
  }
  const { data: any } = ofAnyType.safeParse(json);
  // Senders add types; an error would have them deliver it again and again.
  if (any !== undefined && !ours.has(any.eventType)) return { ok: true, event: undefined };
  const parsed = parse(webhookEvent, json, "The body");
  return parsed.ok ? { ok: true, event: parsed.data } : { ok: false, errors: parsed.issues };
}

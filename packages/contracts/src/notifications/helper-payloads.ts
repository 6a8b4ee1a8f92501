import * as z from "zod/mini";

const anyRecord = z.record(z.string(), z.unknown());

/** The `notification` that a finished job sends. */
export const jobCompletion = z.object({
  type: z.literal("job_completion"),
  jobId: z.string(),
  result: z.enum(["success", "error"]),
  title: z.string(),
  message: z.string(),
  details: z.optional(anyRecord),
});

/** The `notification` that a message in a conversation sends to its recipients. */
export const newMessage = z.object({
  type: z.literal("new_message"),
  conversationId: z.string(),
  senderId: z.string(),
  title: z.string(),
  /** The preview of the message. */
  message: z.string(),
  metadata: z.optional(anyRecord),
});

/** The `data` of the `update` that changed data sends; its `type` is the entity's. */
export const dataChange = z.object({
  entityId: z.string(),
  changeType: z.enum(["created", "updated", "deleted"]),
  data: z.unknown(),
});

/** {@link jobCompletion} as tests, mocks and documents show it. */
export const sampleJobCompletion = {
  type: "job_completion",
  jobId: "job_123",
  result: "success",
  title: "Job finished",
  message: "File processed successfully",
  details: { result: "File processed successfully" },
} as const satisfies z.input<typeof jobCompletion>;

/** {@link newMessage} as tests, mocks and documents show it. */
export const sampleNewMessage = {
  type: "new_message",
  conversationId: "conv_1",
  senderId: "user_456",
  title: "New message",
  message: "See you at five",
} as const satisfies z.input<typeof newMessage>;

/** {@link dataChange} as tests, mocks and documents show it. */
export const sampleDataChange = {
  entityId: "post_123",
  changeType: "updated",
  data: { title: "Hello" },
} as const satisfies z.input<typeof dataChange>;

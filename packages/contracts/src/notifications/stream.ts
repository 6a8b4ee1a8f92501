import * as z from "zod/mini";
import { authErrors } from "../control/auth-errors.ts";
import { annotate } from "../definition/annotate.ts";
import { defineEvent, type Tone } from "../definition/event.ts";
import { defineStream } from "../definition/stream.ts";
import { sampleDataChange, sampleJobCompletion, sampleNewMessage } from "./helper-payloads.ts";

/** The most parameters of one stream. Each is a topic that the connection subscribes to. */
const MAX_PARAMETERS = 16;

const anyRecord = z.record(z.string(), z.unknown());

const ping = defineEvent({
  description: "Sent every 30 s, for clients that want a heartbeat as an event",
  schema: z.object({ timestamp: z.number() }),
  delivery: { ttl: 30_000, coalesceBy: () => "ping" },
  display: () => ({ tone: "neutral", announce: "off", summary: "Heartbeat" }),
  samples: { valid: [{ timestamp: 1_641_234_567_890 }], invalid: [{ timestamp: "now" }] },
});

const levelTone = { info: "info", warning: "warning", error: "danger" } as const satisfies Record<string, Tone>;

const system = defineEvent({
  description: "An announcement",
  schema: z.object({
    message: z.string(),
    level: z.enum(["info", "warning", "error"]),
    /** Only in announcements: the title, and how serious it is. `critical` has the level `error`. */
    title: z.optional(z.string()),
    severity: z.optional(z.enum(["info", "warning", "critical"])),
    /** Whatever else there is to say. */
    metadata: z.optional(anyRecord),
  }),
  delivery: { durable: true },
  display: (data) => ({ tone: levelTone[data.level], announce: "polite", summary: data.message }),
  samples: {
    valid: [
      { message: "Maintenance scheduled for 2 AM", level: "warning" },
      { message: "Sign in again", level: "error", title: "Sessions were reset", severity: "critical" },
    ],
    invalid: [{ message: "x", level: "fatal" }],
  },
});

/** The tone of a job that ended shows whether it succeeded. Any other notification is for information. */
function toneOfJob({ type, result }: Readonly<Record<string, unknown>>): Tone {
  if (type !== "job_completion") return "info";
  return result === "error" ? "danger" : "success";
}

const notification = defineEvent({
  description: "Something for a person to read: a finished job, a new message",
  schema: z.looseObject({ title: z.optional(z.string()), message: z.optional(z.string()) }),
  delivery: { durable: true },
  display: (data) => ({
    tone: toneOfJob(data),
    announce: "polite",
    summary: [data.title, data.message].filter(Boolean).join(": ") || "New notification",
  }),
  samples: {
    valid: [{ title: "Welcome!", message: "Thanks for joining!" }, sampleJobCompletion, sampleNewMessage],
    invalid: [{ title: 7 }],
  },
});

const update = defineEvent({
  description: "Data changed; `type` names the kind of data",
  schema: z.object({ type: z.string(), data: z.unknown() }),
  delivery: { durable: true },
  display: (data) => ({ tone: "neutral", announce: "off", summary: `${data.type} changed` }),
  samples: {
    valid: [
      { type: "content", data: { id: "post_123" } },
      { type: "post", data: sampleDataChange },
    ],
    invalid: [{ data: 1 }],
  },
});

const progress = defineEvent({
  description: "An operation made progress, in percent; the last is 100",
  schema: z.object({
    operationId: z.string(),
    progress: z.number().check(z.minimum(0), z.maximum(100)),
    message: z.optional(z.string()),
    metadata: z.optional(anyRecord),
  }),
  delivery: { coalesceBy: (data) => data.operationId },
  display: (data) => ({
    tone: "info",
    announce: "off",
    summary: data.message ?? `${data.operationId}: ${Math.round(data.progress)}%`,
  }),
  samples: {
    valid: [{ operationId: "upload_789", progress: 75, message: "Processing..." }],
    invalid: [{ operationId: "upload_789", progress: 175 }],
  },
});

const success = defineEvent({
  description: "An operation succeeded",
  schema: z.object({ message: z.string(), data: z.optional(z.unknown()) }),
  delivery: { durable: true },
  display: (data) => ({ tone: "success", announce: "polite", summary: data.message }),
  samples: { valid: [{ message: "File processed successfully" }], invalid: [{}] },
});

const error = defineEvent({
  description: "An operation failed",
  schema: z.object({ error: z.string(), context: z.optional(anyRecord) }),
  delivery: { durable: true },
  display: (data) => ({ tone: "danger", announce: "assertive", summary: data.error }),
  samples: { valid: [{ error: "The upload failed", context: { fileId: "f-1" } }], invalid: [{ error: 500 }] },
});

const user_activity = defineEvent({
  description: "A user came, left, is typing or is idle",
  schema: z.object({
    userId: z.string(),
    activity: z.enum(["online", "offline", "typing", "idle"]),
    metadata: z.optional(anyRecord),
  }),
  delivery: { ttl: 30_000, coalesceBy: (data) => data.userId },
  display: (data) => ({ tone: "neutral", announce: "off", summary: `${data.userId} is ${data.activity}` }),
  samples: { valid: [{ userId: "user123", activity: "typing" }], invalid: [{ userId: "user123", activity: "asleep" }] },
});

const metrics = defineEvent({
  description: "A figure changed",
  schema: z.object({
    metricType: z.string(),
    value: z.union([z.number(), z.string()]),
    /** By how much it changed. */
    change: z.optional(z.number()),
  }),
  delivery: { coalesceBy: (data) => data.metricType },
  display: (data) => ({ tone: "neutral", announce: "off", summary: `${data.metricType}: ${data.value}` }),
  samples: { valid: [{ metricType: "orders", value: 128, change: 4 }], invalid: [{ metricType: "orders" }] },
});

/** `GET /api/sse`: notifications of every kind, and any custom event. Topic keys: {@link notificationTopicKeys}. */
export const notificationsStream = defineStream({
  name: "notifications",
  path: "/api/sse",
  summary: "Notifications, progress and custom events",
  access: "anyone",
  query: z
    .catchall(
      z.object({
        userId: z.optional(z.string().check(annotate({ description: "Must be the signed-in user" }))),
        sessionId: z.optional(
          z
            .string()
            .check(
              z.maxLength(200),
              annotate({ description: "The name of a session; the connection gets what is sent to it" }),
            ),
        ),
      }),
      z.string().check(
        z.maxLength(200),
        annotate({
          description: "Attributes of the connection, such as `page`; it gets what is sent to connections with them",
        }),
      ),
    )
    .check(
      z.refine((query) => Object.keys(query).length <= MAX_PARAMETERS, {
        error: `a stream takes at most ${MAX_PARAMETERS} parameters; leave some out`,
      }),
    ),
  greeting: {
    fields: { clientId: z.string(), timestamp: z.number() },
    samples: { valid: [{ clientId: "c-1", timestamp: 1_641_234_567_890 }], invalid: [{}] },
  },
  events: { ping, system, notification, update, progress, success, error, user_activity, metrics },
  custom: z.unknown(),
  errors: { 403: authErrors[403] },
});

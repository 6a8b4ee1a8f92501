import * as z from "zod/mini";
import { connectionFields, sampleConnection } from "../control/connection.ts";
import { displayGreeting } from "../control/greeting.ts";
import { defineEvent, type Tone } from "../definition/event.ts";
import { defineStream } from "../definition/stream.ts";

const anyRecord = z.record(z.string(), z.unknown());

const connected = defineEvent({
  schema: z.object({ clientId: z.string(), timestamp: z.number(), ...connectionFields }),
  display: displayGreeting,
  samples: {
    valid: [{ clientId: sampleConnection.connectionId, timestamp: 1_641_234_567_890, ...sampleConnection }],
    invalid: [{}],
  },
});

const ping = defineEvent({
  schema: z.object({ timestamp: z.number() }),
  delivery: { ttl: 30_000, coalesceBy: () => "ping" },
  display: () => ({ tone: "neutral", announce: "off", summary: "Heartbeat" }),
  samples: { valid: [{ timestamp: 1_641_234_567_890 }], invalid: [{ timestamp: "now" }] },
});

const levelTone = { info: "info", warning: "warning", error: "danger" } as const satisfies Record<string, Tone>;

const system = defineEvent({
  schema: z.object({ message: z.string(), level: z.enum(["info", "warning", "error"]) }),
  delivery: { durable: true },
  display: (data) => ({ tone: levelTone[data.level], announce: "polite", summary: data.message }),
  samples: {
    valid: [{ message: "Maintenance scheduled for 2 AM", level: "warning" }],
    invalid: [{ message: "x", level: "fatal" }],
  },
});

const notification = defineEvent({
  schema: z.looseObject({ title: z.optional(z.string()), message: z.optional(z.string()) }),
  delivery: { durable: true },
  display: (data) => ({
    tone: "info",
    announce: "polite",
    summary: [data.title, data.message].filter(Boolean).join(": ") || "New notification",
  }),
  samples: { valid: [{ title: "Welcome!", message: "Thanks for joining!" }], invalid: [{ title: 7 }] },
});

const update = defineEvent({
  schema: z.object({ type: z.string(), data: z.unknown() }),
  delivery: { durable: true },
  display: (data) => ({ tone: "neutral", announce: "off", summary: `${data.type} changed` }),
  samples: { valid: [{ type: "content", data: { id: "post_123" } }], invalid: [{ data: 1 }] },
});

const progress = defineEvent({
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
  schema: z.object({ message: z.string(), data: z.optional(z.unknown()) }),
  delivery: { durable: true },
  display: (data) => ({ tone: "success", announce: "polite", summary: data.message }),
  samples: { valid: [{ message: "File processed successfully" }], invalid: [{}] },
});

const error = defineEvent({
  schema: z.object({ error: z.string(), context: z.optional(anyRecord) }),
  delivery: { durable: true },
  display: (data) => ({ tone: "danger", announce: "assertive", summary: data.error }),
  samples: { valid: [{ error: "The upload failed", context: { fileId: "f-1" } }], invalid: [{ error: 500 }] },
});

/** `GET /api/sse`: notifications of every kind, and any custom event. Topic keys: `all`, `user:<id>`, `session:<id>`. */
export const notificationsStream = defineStream({
  name: "notifications",
  path: "/api/sse",
  summary: "Notifications, progress and custom events",
  access: "anyone",
  query: z.catchall(z.object({ userId: z.optional(z.string()), sessionId: z.optional(z.string()) }), z.string()),
  greeting: { event: connected },
  heartbeat: "heartbeat",
  events: { ping, system, notification, update, progress, success, error },
  custom: z.unknown(),
});

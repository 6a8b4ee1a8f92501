import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import { authErrors } from "../control/auth-errors.ts";
import { defineEndpoint } from "../definition/endpoint.ts";
import { wholeNumber } from "../definition/whole-number.ts";

/** The numbers of brief 003. */
export const notificationStats = z.object({
  totalClients: wholeNumber(),
  /** Open connections of each signed-in user. */
  clientsByUser: z.record(z.string(), wholeNumber()),
  /** Milliseconds for which the open connections have been open, on average; 0 if there is none. */
  averageConnectionDuration: z.number(),
  /** Events handed to connections since the start, once for each. */
  totalEventsSent: wholeNumber(),
  /** When the last event was sent, in milliseconds since 1970; null before the first. */
  lastEventTime: z.nullable(z.number()),
});
/** {@link notificationStats} as a type. */
export type NotificationStats = z.output<typeof notificationStats>;

/**
 * `GET /api/sse/stats`: for admins only, because it names users. The answer has the brief's fields at its top level
 * too, because the brief prints them there.
 */
export const getNotificationStats = defineEndpoint({
  name: "getNotificationStats",
  method: "GET",
  path: "/api/sse/stats",
  summary: "Who is connected to notifications on this node",
  description: "For admins only, because it names users. The answer has the numbers at its top level too.",
  access: "admin",
  data: notificationStats,
  errors: authErrors,
  samples: {
    data: {
      totalClients: 2,
      clientsByUser: { [sampleUsers.ada.id]: 2 },
      averageConnectionDuration: 61_500,
      totalEventsSent: 128,
      lastEventTime: 1_641_234_567_890,
    },
  },
});

/** What {@link sendDemoNotification} can send. */
export const demoTypes = ["broadcast", "user", "system", "update", "progress", "success", "error"] as const;

/**
 * `POST /api/sse/demo`: sends one event of a kind. Users send to themselves, admins to anyone. Without `userId` the
 * kind `user` goes to the caller. All other kinds then go to everyone if an admin calls, and to the caller otherwise.
 */
export const sendDemoNotification = defineEndpoint({
  name: "sendDemoNotification",
  method: "POST",
  path: "/api/sse/demo",
  summary: "Send a notification to try it out",
  description:
    "Users send to themselves, admins to anyone. Without `userId` the kind `user` goes to the caller. All other kinds then go to everyone if an admin calls, and to the caller otherwise.",
  creates: true,
  access: "user",
  body: z.strictObject({
    type: z.enum(demoTypes, { error: `type must be one of ${demoTypes.join(", ")}` }),
    userId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
    message: z.optional(z.string().check(z.maxLength(1000))),
    data: z.optional(z.record(z.string(), z.unknown())),
  }),
  /** How many connections of this node it was sent to. */
  data: z.object({ clients: wholeNumber() }),
  errors: authErrors,
  samples: { body: { type: "user", message: "Hello!" }, data: { clients: 1 } },
});

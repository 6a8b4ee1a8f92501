import { type Api, type ApiPart, endpointsOf, type SecurityScheme } from "@tidings/api-docs";
import * as admin from "@tidings/contracts/admin-orders";
import * as auth from "@tidings/contracts/auth";
import * as chat from "@tidings/contracts/chat";
import * as notifications from "@tidings/contracts/notifications";
import * as orders from "@tidings/contracts/orders";
import * as records from "@tidings/contracts/records";
import { SESSION_COOKIE } from "../domains/auth/credential.ts";
import { CHAT_ALIAS } from "../domains/chat/routes.ts";
import { servedStreams } from "../served-streams.ts";

/** The parts of the contract, in the order that the documents show them. */
const parts: readonly ApiPart[] = [
  { name: "auth", description: "Signing in and out, and tickets for streams", exports: auth },
  { name: "orders", description: "A user's orders, and their status as it changes", exports: orders },
  { name: "admin", description: "Everyone's orders, for admins", exports: admin },
  { name: "chat", description: "Conversations: messages, typing, presence", exports: chat },
  { name: "notifications", description: "Notifications, progress and custom events", exports: notifications },
  { name: "records", description: "Records, prescriptions, appointments and their events", exports: records },
];

/** Every endpoint of the contract. */
export const endpoints = endpointsOf(parts);

/** How a request says who makes it (S1). */
const security: Readonly<Record<string, SecurityScheme>> = {
  cookie: {
    scheme: {
      type: "apiKey",
      in: "cookie",
      name: SESSION_COOKIE,
      description: "The HttpOnly cookie that signing in sets. It goes before the others.",
    },
    opens: ["endpoints", "streams"],
  },
  bearer: {
    scheme: {
      type: "http",
      scheme: "bearer",
      bearerFormat: "JWT",
      description: "`Authorization: Bearer <token>`, with the token that signing in answers.",
    },
    opens: ["endpoints", "streams"],
  },
  token: {
    scheme: {
      type: "apiKey",
      in: "query",
      name: "token",
      description:
        "The same token as `?token=`, for readers that cannot set a header. A ticket is better: it is no secret for long.",
    },
    opens: ["endpoints", "streams"],
  },
  ticket: {
    scheme: {
      type: "apiKey",
      in: "query",
      name: "ticket",
      description: "A ticket from `POST /api/stream-tickets` as `?ticket=`: opens one stream once, within 30 s (S13).",
    },
    opens: ["streams"],
  },
  metrics: {
    scheme: {
      type: "http",
      scheme: "bearer",
      description: "`METRICS_TOKEN`, which whoever runs the server knows.",
    },
    opens: [],
  },
};

/** What both documents describe. */
export const api: Api = {
  parts,
  streams: servedStreams,
  // Source 002 opens the chat where source 003 opens notifications.
  alsoAt: { [CHAT_ALIAS]: chat.chatStream },
  // The polling fallback of source 001 carries the position too.
  snapshots: [admin.recentOrders],
  security,
  words: auth.authErrors,
  answerHeaders: {
    "X-Request-Id": { description: "Names the request in the server's log", schema: { type: "string" } },
  },
};

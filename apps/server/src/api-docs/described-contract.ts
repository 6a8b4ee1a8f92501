import { type Api, endpointsOf, type SecurityScheme } from "@tidings/api-docs";
import { recentOrders } from "@tidings/contracts/admin-orders";
import { authErrors } from "@tidings/contracts/auth";
import { CHAT_ALIAS, chatStream } from "@tidings/contracts/chat";
import { domains, streams } from "@tidings/contracts/domains";
import { SESSION_COOKIE } from "../auth/credential.ts";

/** Every endpoint of the contract. */
export const endpoints = endpointsOf(domains);

/** How a request authenticates (S1.1). */
const security: Readonly<Record<string, SecurityScheme>> = {
  cookie: {
    scheme: {
      type: "apiKey",
      in: "cookie",
      name: SESSION_COOKIE,
      description: "The HttpOnly cookie that signing in sets. It wins over the others.",
    },
    opens: ["endpoints", "streams"],
  },
  bearer: {
    scheme: {
      type: "http",
      scheme: "bearer",
      bearerFormat: "JWT",
      description: "`Authorization: Bearer <token>`, with the token that signing in returns.",
    },
    opens: ["endpoints", "streams"],
  },
  token: {
    scheme: {
      type: "apiKey",
      in: "query",
      name: "token",
      description:
        "The same token as `?token=`, for readers that cannot set a header. A ticket is better, because it is secret only for a short time.",
    },
    opens: ["endpoints", "streams"],
  },
  ticket: {
    scheme: {
      type: "apiKey",
      in: "query",
      name: "ticket",
      description:
        "A ticket from `POST /api/stream-tickets` as `?ticket=`: opens one stream once, within 30 s (S13.1).",
    },
    opens: ["streams"],
  },
  metrics: {
    scheme: {
      type: "http",
      scheme: "bearer",
      description: "`METRICS_TOKEN`, which the operator of the server knows.",
    },
    opens: [],
  },
};

/** What both documents describe. */
export const api: Api = {
  parts: domains,
  streams,
  // Brief 002 opens the chat where brief 003 opens notifications.
  alsoAt: { [CHAT_ALIAS]: chatStream },
  // The polling fallback of brief 001 carries the position too.
  snapshots: [recentOrders],
  security,
  words: authErrors,
  answerHeaders: {
    "X-Request-Id": { description: "Identifies the request in the server's log", schema: { type: "string" } },
  },
};

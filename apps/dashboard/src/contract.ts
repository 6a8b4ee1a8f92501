import { defineEndpoint, defineEvent, defineStream } from "@tidings/contracts";
import {
  adminOrdersStream,
  listAdminOrders,
  new_order,
  order_counts,
  order_update,
} from "@tidings/contracts/admin-orders";
import { login, user } from "@tidings/contracts/auth";
import * as z from "zod/mini";

// The contract between the dashboard's page and its server: the API's contract, at addresses of its own.

/** `POST /api/login`: signs an admin in against the API server; the session is a cookie of the dashboard's own. */
export const signIn = defineEndpoint({
  name: "dashboardSignIn",
  method: "POST",
  path: "/api/login",
  summary: "Sign in as an admin",
  access: "anyone",
  body: login.body,
  data: user,
  errors: { 401: "Email or password is wrong", 403: "This desk is for admins" },
});

/** `POST /api/logout`. */
export const signOut = defineEndpoint({
  name: "dashboardSignOut",
  method: "POST",
  path: "/api/logout",
  summary: "Sign out",
  access: "anyone",
  data: z.object({}),
});

/** `GET /api/me`. */
export const whoAmI = defineEndpoint({
  name: "dashboardWhoAmI",
  method: "GET",
  path: "/api/me",
  summary: "The signed-in admin",
  access: "admin",
  data: user,
  errors: { 401: "Not authorized, token failed" },
});

/** `GET /api/orders`: a page of the API's orders, with its counts and the position of this server's own log. */
export const dashboardOrders = defineEndpoint({
  name: "dashboardOrders",
  method: "GET",
  path: "/api/orders",
  summary: "A page of the orders, newest first, and how many there are",
  access: "admin",
  query: listAdminOrders.query,
  data: listAdminOrders.data,
  errors: {
    401: "Not authorized, token failed",
    404: listAdminOrders.errors[404],
    502: "The API server cannot be reached; trying again",
  },
});

/** The state of the dashboard's own connection to the API server. */
export const upstreamState = z.enum(["connecting", "live", "lost"]);
/** {@link upstreamState} as a type. */
export type UpstreamState = z.output<typeof upstreamState>;

const upstream = defineEvent({
  schema: z.object({ state: upstreamState, since: z.string() }),
  delivery: { coalesceBy: () => "upstream" },
  display: ({ state }) => ({
    tone: state === "live" ? "success" : "warning",
    announce: "off",
    summary: state === "live" ? "The API server is connected" : "The API server is not connected",
  }),
  samples: { valid: [{ state: "lost", since: "2026-02-26T05:00:00.000Z" }], invalid: [{ state: "gone" }] },
});

const reload = defineEvent({
  schema: z.object({ reason: z.literal("missed") }),
  delivery: { durable: true },
  display: () => ({
    tone: "warning",
    announce: "polite",
    summary: "Some updates were missed, so the list was reloaded",
  }),
  samples: { valid: [{ reason: "missed" }], invalid: [{}] },
});

/**
 * `GET /api/stream-orders`: passes on the API's admin orders. In addition `upstream` has the state of the connection to
 * the API, and `reload` says that events between the two servers were lost for good.
 */
export const dashboardStream = defineStream({
  name: "dashboard-orders",
  path: "/api/stream-orders",
  summary: "Everyone's orders, passed on from the API server",
  access: "admin",
  // The counts are always sent.
  query: z.strictObject({ status: adminOrdersStream.query.shape.status }),
  greeting: {
    name: "message",
    fields: { type: z.literal("connected") },
    samples: { valid: [{ type: "connected" }], invalid: [{ type: "hello" }] },
  },
  events: { new_order, order_update, order_counts, upstream, reload },
  snapshot: dashboardOrders,
});

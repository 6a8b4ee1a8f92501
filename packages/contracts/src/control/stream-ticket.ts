import * as z from "zod/mini";
import { defineEndpoint } from "../definition/endpoint.ts";
import { time } from "../definition/time.ts";
import { authErrors } from "./auth-errors.ts";

/**
 * `POST /api/stream-tickets`: a ticket that opens one stream once, as `?ticket=`, for readers that cannot set a header
 * (S13.2). It is valid for one stream of the session that it was made from, and expires at `expiresAt` (ISO 8601).
 */
export const createStreamTicket = defineEndpoint({
  name: "createStreamTicket",
  method: "POST",
  path: "/api/stream-tickets",
  summary: "A ticket that opens one stream once",
  description:
    "For readers that cannot set a header: sent as `?ticket=` it opens the stream it was made for, once, within 30 s.",
  access: "user",
  body: z.strictObject({
    /** The stream's name in the contract, `orders`. */
    stream: z.string().check(z.minLength(1, "stream is required"), z.maxLength(64)),
  }),
  status: 201,
  data: z.object({ ticket: z.string(), expiresAt: time("expiresAt") }),
  // Not 404, because that is what a server without this endpoint answers.
  errors: { 400: "There is no such stream", ...authErrors },
  samples: {
    body: { stream: "orders" },
    data: { ticket: "3kTj0nVqQ2eX9c7mRZyLwA", expiresAt: "2026-02-26T05:00:30.000Z" },
  },
});

import * as z from "zod/mini";
import { authErrors } from "../control/auth-errors.ts";
import { defineEndpoint } from "../definition/endpoint.ts";
import { sampleUsers, user } from "./user.ts";

/** A token for the samples. It signs nobody in. */
const sampleToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";

/** The most characters of an email. RFC 5321 allows no longer address. */
export const MAX_EMAIL = 254;
/** The most characters of a password that signing in takes, so that nobody makes the server hash a book. */
export const MAX_PASSWORD = 1024;

/** `POST /api/auth/login`: a token, and the same token as the HttpOnly cookie `jwt`. */
export const login = defineEndpoint({
  name: "login",
  method: "POST",
  path: "/api/auth/login",
  summary: "Sign in with email and password",
  description: "Answers with a token, and sets the same token as the HttpOnly cookie `jwt`.",
  access: "anyone",
  body: z.strictObject({
    email: z.string().check(z.minLength(1, "email is required"), z.maxLength(MAX_EMAIL)),
    password: z.string().check(z.minLength(1, "password is required"), z.maxLength(MAX_PASSWORD)),
  }),
  data: z.object({ token: z.string(), user }),
  errors: { 401: "Email or password is wrong", 429: "Too many failed attempts to sign in" },
  samples: {
    body: { email: "ada@example.com", password: "tidings-demo" },
    data: { token: sampleToken, user: sampleUsers.ada },
  },
});

/** `POST /api/auth/logout`: revokes the token that the request carries, ends its streams, and clears the cookie (S12.1). */
export const logout = defineEndpoint({
  name: "logout",
  method: "POST",
  path: "/api/auth/logout",
  summary: "Sign out",
  description:
    "Revokes the token that the request carries, ends its streams and clears the cookie. Without one it does nothing.",
  access: "anyone",
  data: z.object({}),
  samples: { data: {} },
});

/** `GET /api/auth/me`: the user whom the token or the cookie names. */
export const me = defineEndpoint({
  name: "me",
  method: "GET",
  path: "/api/auth/me",
  summary: "The signed-in user",
  description: "The user whom the token or the cookie names.",
  access: "user",
  data: user,
  errors: { 401: authErrors[401] },
  samples: { data: sampleUsers.ada },
});

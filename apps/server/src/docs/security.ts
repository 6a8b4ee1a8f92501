import type { Access } from "@tidings/contracts";
import { SESSION_COOKIE } from "../domains/auth/credential.ts";

/** How a request says who makes it (S1), as OpenAPI writes it. */
export const securitySchemes = {
  cookie: {
    type: "apiKey",
    in: "cookie",
    name: SESSION_COOKIE,
    description: "The HttpOnly cookie that signing in sets. It goes before the others.",
  },
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "`Authorization: Bearer <token>`, with the token that signing in answers.",
  },
  token: {
    type: "apiKey",
    in: "query",
    name: "token",
    description:
      "The same token as `?token=`, for readers that cannot set a header. A ticket is better: it is no secret for long.",
  },
  ticket: {
    type: "apiKey",
    in: "query",
    name: "ticket",
    description: "A ticket from `POST /api/stream-tickets` as `?ticket=`: opens one stream once, within 30 s (S13).",
  },
} as const;

/** One of {@link securitySchemes}. */
export type SecurityScheme = keyof typeof securitySchemes;

/** What a request may show; a ticket opens streams only. */
export function schemesOf(what: "endpoint" | "stream"): readonly SecurityScheme[] {
  return what === "stream" ? ["cookie", "bearer", "token", "ticket"] : ["cookie", "bearer", "token"];
}

/** The alternatives as an operation lists them; nothing at all is one of them where anyone may come. */
export function securityOf(
  access: Access,
  what: "endpoint" | "stream",
): readonly Readonly<Record<string, readonly string[]>>[] {
  if (access === "anyone" && what === "endpoint") return [];
  const shown = schemesOf(what).map((scheme) => ({ [scheme]: [] }));
  return access === "anyone" ? [{}, ...shown] : shown;
}

/** Who may come, in words. */
export const whoMay = {
  anyone: "Anyone.",
  user: "Whoever is signed in.",
  admin: "Admins.",
} as const satisfies Record<Access, string>;

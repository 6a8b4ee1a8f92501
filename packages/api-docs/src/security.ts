import type { Access } from "@tidings/contracts";
import { type Api, securityOf } from "./api.ts";

/** The names of the schemes that endpoints or streams accept. */
export function schemesOf(api: Api, what: "endpoints" | "streams"): readonly string[] {
  return Object.entries(securityOf(api)).flatMap(([name, { opens }]) => (opens.includes(what) ? [name] : []));
}

/** The alternatives as an operation lists them. If anyone may call it, no credential is one of them. */
export function alternatives(
  api: Api,
  access: Access,
  what: "endpoints" | "streams",
): readonly Readonly<Record<string, readonly string[]>>[] {
  if (access === "anyone" && what === "endpoints") return [];
  const shown = schemesOf(api, what).map((scheme) => ({ [scheme]: [] }));
  return access === "anyone" ? [{}, ...shown] : shown;
}

/** Who may call an operation, in words. */
export const whoMay = {
  anyone: "Anyone.",
  user: "Whoever is signed in.",
  admin: "Admins.",
} as const satisfies Record<Access, string>;

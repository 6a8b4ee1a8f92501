import type { Schema } from "@tidings/contracts";
import * as z from "zod";
import { en } from "zod/locales";
import { ServerError } from "../server-error.ts";

const MAX_LINES = 10;
const { localeError } = en();

/**
 * Holds what a caller sent against its contract. A message that the contract words itself stands as it is; any other
 * names its field.
 *
 * @throws ServerError `bad_request`, one line an issue
 */
export function validate<S extends Schema>(schema: S, value: unknown, what: string): z.output<S> {
  const result = z.safeParse(schema, value, {
    error: (issue) => `${[what, ...(issue.path ?? [])].join(".")}: ${textOf(localeError(issue))}`,
  });
  if (result.success) return result.data;
  const lines = new Set(result.error.issues.map((issue) => issue.message));
  throw new ServerError("bad_request", [...lines].slice(0, MAX_LINES));
}

function textOf(message: ReturnType<typeof localeError>): string {
  return (typeof message === "string" ? message : message?.message) ?? "Invalid input";
}

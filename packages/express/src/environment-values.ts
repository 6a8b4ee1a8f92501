import { isIP } from "node:net";
import { readAllowedOrigin, readOrigin, readTrustedProxies } from "@tidings/admission/node";
import * as z from "zod";

/** A whole number within bounds, written in digits. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .refine((text) => /^\d{1,12}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: ({ input }) => `must be a whole number from ${min} to ${max}, not ${JSON.stringify(input)}`,
    })
    .transform(Number);
}

/** The most that is allowed of something: a whole number in digits, or `Infinity` for no limit (D28.4). */
export function limit(max: number) {
  return z
    .string()
    .refine((text) => INFINITY.test(text) || (/^\d{1,12}$/.test(text) && Number(text) >= 1 && Number(text) <= max), {
      error: ({ input }) =>
        `must be a whole number from 1 to ${max}, or Infinity for no limit, not ${JSON.stringify(input)}`,
    })
    .transform((text) => (INFINITY.test(text) ? Number.POSITIVE_INFINITY : Number(text)));
}

const INFINITY = /^infinity$/i;

/** One of a few words. */
export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: ({ input }) => `must be one of ${values.join(", ")}, not ${JSON.stringify(input)}` });
}

/**
 * A list of origins: `https://app.example.com`, or `http://localhost:*` for every port. `*` alone is refused, because
 * it would allow every page.
 */
export function origins() {
  return z.string().transform((text, context) => {
    const entries = text.split(",").map((entry) => [entry.trim(), readAllowedOrigin(entry)] as const);
    const wrong = entries.find(([, read]) => read === undefined);
    if (wrong === undefined) return entries.flatMap(([, read]) => read ?? []);
    context.addIssue(
      `must list origins as https://app.example.com, separated by commas, not ${JSON.stringify(wrong[0])}`,
    );
    return z.NEVER;
  });
}

/** One origin, without a path. */
export function origin() {
  return z.string().transform((text, context) => {
    const entry = readOrigin(text);
    if (entry !== undefined) return entry;
    context.addIssue(
      `must be an origin as http://localhost:8000 or https://api.example.com, not ${JSON.stringify(text)}`,
    );
    return z.NEVER;
  });
}

/** Names of headers, separated by commas. `*` is refused, because browsers ignore it in requests with cookies. */
export function headerNames() {
  return z.string().transform((text, context) => {
    const entries = text.split(",").map((entry) => entry.trim());
    const wrong = entries.find((entry) => !TOKEN.test(entry) || entry === "*");
    if (wrong === undefined) return entries;
    context.addIssue(`must list names of headers, separated by commas, not ${JSON.stringify(wrong)}`);
    return z.NEVER;
  });
}

/** RFC 9110 5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** An address or a name to listen on. Whether it belongs to this machine is found out by listening. */
export function host() {
  return z.string().refine((text) => isIP(text) !== 0 || (HOST_NAME.test(text) && !LIKE_IPV4.test(text)), {
    error: ({ input }) => `must be an address or a name, as 0.0.0.0, ::1 or localhost, not ${JSON.stringify(input)}`,
  });
}

const HOST_NAME = /^[a-z\d_]([a-z\d_-]*[a-z\d])?(\.[a-z\d_]([a-z\d_-]*[a-z\d])?)*\.?$/i;
const LIKE_IPV4 = /^[\d.]+$/;

/**
 * How many proxies stand in front, or their addresses. `true` is refused, because it would let clients choose any
 * address.
 */
export function trustProxy() {
  return z.string().transform((text, context) => {
    const proxies = readTrustedProxies(text);
    if (proxies !== undefined) return proxies;
    // A number counts proxies only if it stands alone.
    const isWrong = (entry: string) => !Array.isArray(readTrustedProxies(entry));
    const wrong =
      text
        .split(",")
        .map((entry) => entry.trim())
        .find(isWrong) ?? text;
    const such = "the number of proxies in front (1), or their addresses (10.0.0.0/8, ::1, loopback)";
    context.addIssue(`must be ${such}, separated by commas, not ${JSON.stringify(wrong)}`);
    return z.NEVER;
  });
}

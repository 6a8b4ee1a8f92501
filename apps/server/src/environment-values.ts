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

/** One of a few words. */
export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: ({ input }) => `must be one of ${values.join(", ")}, not ${JSON.stringify(input)}` });
}

/** `https://app.example.com`, or `http://localhost:*` for every port; the star alone would let in everyone. */
export function origins() {
  return z.string().transform((text, context) => {
    const entries = text.split(",").map((entry) => entry.trim().replace(/\/$/, ""));
    const wrong = entries.find((entry) => !isOrigin(entry.replace(/:\*$/, "")));
    if (wrong === undefined) return entries;
    context.addIssue(`must list origins as https://app.example.com, separated by commas, not ${JSON.stringify(wrong)}`);
    return z.NEVER;
  });
}

function isOrigin(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "") && new URL(text).origin === text;
}

/** How many proxies stand in front, or their addresses. All of them, `true`, would let clients name any address. */
export function trustProxy() {
  return z.string().transform((text, context) => {
    if (text === "false" || text === "0") return false;
    if (/^\d{1,2}$/.test(text)) return Number(text);
    if (text !== "true") return text.split(",").map((entry) => entry.trim());
    context.addIssue("must be the number of proxies in front (1), or their addresses, not true");
    return z.NEVER;
  });
}

import type { Host } from "./host.ts";

let counted = 0;

/** An id that nothing else has: not by crypto.randomUUID, which pages without TLS lack. */
export function uniqueId({ now, random }: Pick<Host, "now" | "random">): string {
  counted += 1;
  const part = () => Math.floor(random() * 2 ** 52).toString(36);
  return [now().toString(36), counted.toString(36), part(), part()].join("-");
}

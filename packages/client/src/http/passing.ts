import type { ClientError } from "../error.ts";

/**
 * Whether a call failed for a reason that passes by itself, so that it is tried again (C1.5): no network, a server that
 * fails or is busy. A refusal is final.
 */
export function isPassing({ code, status }: ClientError): boolean {
  return code === "network" || (code === "http" && (status === 429 || Number(status) >= 500));
}

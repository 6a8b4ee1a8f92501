import type { ReadinessCheck } from "@tidings/admission/http";
import type { ReadRelayLag } from "../store/engine.ts";

/** Seconds after which changes that are not relayed mean that the relay is stuck, and not just busy. */
const STUCK_S = 30;

/** Makes the check that the relay finds changes and keeps up with them (S19.2). */
export function checkRelay(relayLag: ReadRelayLag): ReadinessCheck {
  return async () => {
    const { changes, seconds, lost } = await relayLag();
    if (lost !== undefined) return { reason: "The relay does not know where it stands", detail: lost };
    if (seconds <= STUCK_S) return undefined;
    return { reason: `The relay is stuck: ${changes} changes wait, the oldest for ${Math.round(seconds)} s` };
  };
}

import { BATCH } from "../control/batch.ts";
import { ENDING } from "../control/ending.ts";

/** Whether the hub uses this name for greetings, endings or batches, so that no other event may have it (D15.6). */
export function isReservedName(greetingName: string, event: string): boolean {
  return event === ENDING || event === BATCH || event === "connected" || event === greetingName;
}

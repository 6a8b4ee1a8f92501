import { BATCH } from "../control/batch.ts";
import { ENDING } from "../control/ending.ts";

/** Whether a stream's greetings, endings and batches have this name: another event by it would speak for the hub. */
export function isReservedName(greetingName: string, event: string): boolean {
  return event === ENDING || event === BATCH || event === "connected" || event === greetingName;
}

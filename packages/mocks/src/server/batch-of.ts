import { BATCH } from "@tidings/contracts";
import { createDecoder, encodeEvent } from "@tidings/wire";

interface Entry {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

/**
 * Turns the events that a reader missed into one `batch` event, for a reader that asked for batches (D15.1).
 *
 * @param frames The events as wire text, the oldest first. Fewer than two stay as they are.
 * @returns wire text, ready to be written
 */
export function batchOf(frames: readonly string[]): readonly string[] {
  if (frames.length < 2) return frames;
  const entries: Entry[] = [];
  const decoder = createDecoder({
    onEvent: ({ type, data, lastEventId }) => entries.push({ event: type, id: lastEventId, data: JSON.parse(data) }),
  });
  decoder.decode(new TextEncoder().encode(frames.join("")));
  return [encodeEvent({ event: BATCH, id: entries.at(-1)?.id, data: JSON.stringify(entries) })];
}

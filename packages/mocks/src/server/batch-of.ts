import { BATCH } from "@tidings/contracts";
import { createDecoder, encodeEvent } from "@tidings/wire";

interface Entry {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

/** Stored events as one, for a reader that asked for batches; one alone stays as it is (D15). */
export function batchOf(frames: readonly string[]): readonly string[] {
  if (frames.length < 2) return frames;
  const entries: Entry[] = [];
  const decoder = createDecoder({
    onEvent: ({ type, data, lastEventId }) => entries.push({ event: type, id: lastEventId, data: JSON.parse(data) }),
  });
  decoder.decode(new TextEncoder().encode(frames.join("")));
  return [encodeEvent({ event: BATCH, id: entries.at(-1)?.id, data: JSON.stringify(entries) })];
}

import type { DecodedEvent } from "@tidings/wire";

/** Frames and characters kept for tabs that join or come back: seconds of a busy stream, hours of a quiet one. */
const KEPT_FRAMES = 256;
const KEPT_CHARACTERS = 512 * 1024;

/** The newest frames of a stream, without a hole. */
export interface RecentFrames {
  add(event: DecodedEvent): void;
  /** Forgets all: what comes next follows this position. */
  restart(position: string): void;
  /** Everything that came after this position, or undefined where that cannot be told. */
  after(position: string): readonly DecodedEvent[] | undefined;
}

/** Keeps the newest `limit` frames, fewer where they are large. */
export function createRecentFrames(limit: number = KEPT_FRAMES): RecentFrames {
  const frames: DecodedEvent[] = [];
  let before = "";
  let characters = 0;

  return {
    add(event) {
      frames.push(event);
      characters += event.data.length;
      while (frames.length > limit || characters > KEPT_CHARACTERS) {
        const oldest = frames.shift();
        if (oldest === undefined) return;
        before = oldest.lastEventId;
        characters -= oldest.data.length;
      }
    },
    restart(position) {
      frames.length = characters = 0;
      before = position;
    },
    after(position) {
      if (position === "") return undefined;
      // The wire repeats an id for events without one: the last frame with it is the end of what was seen.
      const index = frames.findLastIndex(({ lastEventId }) => lastEventId === position);
      return index >= 0 || position === before ? frames.slice(index + 1) : undefined;
    },
  };
}

import type { Host } from "../host/host.ts";
import type { TypingNotice } from "./subscribe.ts";

/** Somebody who is typing. */
export interface Typist {
  readonly userId: string;
  readonly displayName: string;
}

/** Who is typing, as far as was heard. */
export interface Typists {
  /** The same array until somebody begins or ends. */
  list(): readonly Typist[];
  hear(notice: TypingNotice): void;
  /** Somebody said what they typed, or is gone. */
  forget(userId: string): void;
  close(): void;
}

/** Makes {@link Typists}. A notice expires: a user whose notice is not renewed in time no longer types. */
export function createTypists(host: Pick<Host, "setTimer">, onChange: () => void): Typists {
  const timers = new Map<string, () => void>();
  let typists: readonly Typist[] = [];

  function forget(userId: string): void {
    timers.get(userId)?.();
    if (!timers.delete(userId)) return;
    typists = typists.filter((typist) => typist.userId !== userId);
    onChange();
  }

  return {
    list: () => typists,
    hear({ userId, displayName, isTyping, expiresInMs }) {
      if (!isTyping) return forget(userId);
      timers.get(userId)?.();
      const isNew = !timers.has(userId);
      timers.set(
        userId,
        host.setTimer(() => forget(userId), expiresInMs),
      );
      if (!isNew) return;
      typists = [...typists, { userId, displayName }];
      onChange();
    },
    forget,
    close() {
      for (const cancel of timers.values()) cancel();
      timers.clear();
      typists = [];
    },
  };
}

import type { Host } from "../host/host.ts";
import type { TypingNotice } from "./subscribe.ts";

/** Somebody who is typing. */
export interface TypingUser {
  readonly userId: string;
  readonly displayName: string;
}

/** Who is typing, as far as was heard. */
export interface TypingUsers {
  /** The same array until somebody begins or ends. */
  list(): readonly TypingUser[];
  hear(notice: TypingNotice): void;
  /** Somebody said what they typed, or is gone. */
  forget(userId: string): void;
  close(): void;
}

/** Makes {@link TypingUsers}. A notice expires: a user whose notice is not renewed in time no longer types. */
export function createTypingUsers(host: Pick<Host, "setTimer">, onChange: () => void): TypingUsers {
  const timers = new Map<string, () => void>();
  let typingUsers: readonly TypingUser[] = [];

  function forget(userId: string): void {
    timers.get(userId)?.();
    if (!timers.delete(userId)) return;
    typingUsers = typingUsers.filter((typingUser) => typingUser.userId !== userId);
    onChange();
  }

  return {
    list: () => typingUsers,
    hear({ userId, displayName, isTyping, expiresInMs }) {
      if (!isTyping) return forget(userId);
      timers.get(userId)?.();
      const isNew = !timers.has(userId);
      timers.set(
        userId,
        host.setTimer(() => forget(userId), expiresInMs),
      );
      if (!isNew) return;
      typingUsers = [...typingUsers, { userId, displayName }];
      onChange();
    },
    forget,
    close() {
      for (const cancel of timers.values()) cancel();
      timers.clear();
      typingUsers = [];
    },
  };
}

/** A channel to the other tabs of this origin that opened it under the same name. */
export interface TabChannel<Message> {
  post(message: Message): void;
  close(): void;
}

/** What becomes of a lock that was asked for. */
export interface LockHandlers {
  onHeld(): void;
  /** Somebody took it by force. */
  onLost(): void;
  /** This page may have no locks, as in a sandboxed frame. */
  onRefused(): void;
}

/** What tabs need to know of each other; a browser has it on secure origins only (C19.1). */
export interface TabPlatform {
  /** Calls back with what other tabs post, never with this tab's own messages. */
  openChannel<Message>(name: string, onMessage: (message: Message) => void): TabChannel<Message>;
  /**
   * Waits for the lock of this name, or takes it at once by force. Returns a function that releases it or stops
   * waiting.
   */
  holdLock(name: string, options: { readonly steal: boolean }, handlers: LockHandlers): () => void;
}

/**
 * Web Locks and BroadcastChannel, or undefined where one of them is missing or may not even be looked at, as in a page
 * that may keep nothing.
 */
export function createTabPlatform(): TabPlatform | undefined {
  const locks = findLocks();
  if (locks === undefined || typeof BroadcastChannel !== "function") return undefined;
  return {
    openChannel<Message>(name: string, onMessage: (message: Message) => void) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = (event: MessageEvent<Message>) => onMessage(event.data);
      return {
        post: (message) => channel.postMessage(message),
        close() {
          channel.onmessage = null;
          channel.close();
        },
      };
    },
    holdLock(name, { steal }, { onHeld, onLost, onRefused }) {
      let held: (() => void) | undefined;
      let left = false;
      const waiting = new AbortController();
      const hold = () =>
        new Promise<void>((resolve) => {
          if (left) return resolve();
          held = resolve;
          onHeld();
        });
      const request = async () => {
        try {
          // A signal and force exclude each other; force does not wait.
          await locks.request(name, steal ? { steal } : { signal: waiting.signal }, hold);
        } catch {
          if (left) return;
          if (held === undefined) onRefused();
          else onLost();
        }
      };
      // In a microtask, so that a refusal never comes before the function that releases the lock was returned.
      queueMicrotask(() => void request());
      return () => {
        left = true;
        waiting.abort();
        held?.();
      };
    },
  };
}

function findLocks(): LockManager | undefined {
  try {
    return globalThis.navigator?.locks;
  } catch {
    return undefined;
  }
}

import type { Host } from "../host/host.ts";
import type { SharedStream } from "./shared-stream.ts";

/** Shared streams by key, counted (C11). */
export interface StreamPool {
  /** The stream of this key, made if there is none, and the function that gives it back. */
  acquire(key: string, create: () => SharedStream): { readonly shared: SharedStream; release(): void };
  /** Those that are open now, lingering ones included. */
  list(): readonly SharedStream[];
  /** Closes every stream at once. */
  close(): void;
}

/** Keeps a stream `lingerMs` after its last holder left, so that remounts and route changes find it still open. */
export function createStreamPool(host: Pick<Host, "setTimer">, lingerMs: number): StreamPool {
  const entries = new Map<string, { shared: SharedStream; holders: number; cancelLinger?: (() => void) | undefined }>();

  return {
    acquire(key, create) {
      const entry = entries.get(key) ?? { shared: create(), holders: 0 };
      entries.set(key, entry);
      entry.holders += 1;
      entry.cancelLinger?.();
      entry.cancelLinger = undefined;
      return {
        shared: entry.shared,
        release() {
          entry.holders -= 1;
          if (entry.holders > 0 || entries.get(key) !== entry) return;
          entry.cancelLinger = host.setTimer(() => {
            entries.delete(key);
            entry.shared.close();
          }, lingerMs);
        },
      };
    },
    list: () => [...entries.values()].map(({ shared }) => shared),
    close() {
      for (const entry of entries.values()) {
        entry.cancelLinger?.();
        entry.shared.close();
      }
      entries.clear();
    },
  };
}

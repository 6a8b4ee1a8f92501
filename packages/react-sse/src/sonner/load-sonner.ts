import { createListeners } from "@tidings/contracts/listeners";

/** What is used of `sonner`. */
type Sonner = typeof import("sonner");

/** Loads sonner. */
export interface SonnerLoader {
  /** Loads it, at most once at a time. Resolves to undefined if it cannot be loaded; the next call tries again. */
  load(): Promise<Sonner | undefined>;
  /** What was loaded; undefined before. */
  get(): Sonner | undefined;
  /** Calls back when it is loaded. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
}

/**
 * Makes a {@link SonnerLoader}. If sonner cannot be loaded, the page must not break: the console says so once, and the
 * page works without toasts (C27.1).
 */
export function createSonnerLoader(importSonner: () => Promise<Sonner>): SonnerLoader {
  const listeners = createListeners();
  let loaded: Sonner | undefined;
  let loading: Promise<Sonner | undefined> | undefined;
  let warned = false;

  async function tryToLoad(): Promise<Sonner | undefined> {
    try {
      loaded = await importSonner();
      listeners.notify();
    } catch (cause) {
      if (!warned) {
        // biome-ignore lint/suspicious/noConsole: there is nobody else to tell, and the page shows no sign of it.
        console.warn("Toasts are not shown: sonner could not be loaded. Install it, or reload the page.", cause);
      }
      warned = true;
    } finally {
      loading = undefined;
    }
    return loaded;
  }

  return {
    async load() {
      if (loaded !== undefined) return loaded;
      loading ??= tryToLoad();
      return loading;
    },
    get: () => loaded,
    subscribe: listeners.add,
  };
}

/** sonner is an optional peer, and it writes a `<style>` when it is loaded: only pages that show toasts pay for either. */
export const sonner: SonnerLoader = createSonnerLoader(() => import("sonner"));

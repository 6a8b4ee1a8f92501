import type { Host } from "../host/host.ts";

/** Loads again, at once and then at most once in a while, however often it is asked for (C39.4). */
export interface PacedReload {
  request(): void;
  /** Leaves no timer behind. */
  close(): void;
}

/** @param everyMs Milliseconds from one load to the next. */
export function createPacedReload(
  { setTimer }: Pick<Host, "setTimer">,
  everyMs: number,
  reload: () => Promise<void>,
): PacedReload {
  let cancelRest: (() => void) | undefined;
  let isAsked = false;

  function rested(): void {
    cancelRest = undefined;
    if (isAsked) request();
  }

  function request(): void {
    isAsked = cancelRest !== undefined;
    if (isAsked) return;
    cancelRest = setTimer(rested, everyMs);
    void reload();
  }

  return {
    request,
    close() {
      cancelRest?.();
      isAsked = false;
    },
  };
}

"use client";

import { useEffect, useState } from "react";

/**
 * The time in milliseconds since 1970, once a minute while `enabled`; no timer runs otherwise. Undefined in the first
 * render, on the server and in the browser.
 */
export function useMinute(enabled: boolean): number | undefined {
  const [now, setNow] = useState<number>();
  useEffect(() => {
    if (!enabled) return;
    const tick = () => setNow(Date.now());
    const timer = setInterval(tick, 60_000);
    tick();
    return () => clearInterval(timer);
  }, [enabled]);
  return now;
}

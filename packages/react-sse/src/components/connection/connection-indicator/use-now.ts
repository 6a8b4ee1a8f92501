"use client";

import { useEffect, useState } from "react";

/**
 * The time in milliseconds, once a second until `until`. Undefined in the first render, on the server and in the
 * browser, and while there is nothing to wait for; no timer runs then.
 */
export function useNow(until: number | undefined): number | undefined {
  const [now, setNow] = useState<number>();
  useEffect(() => {
    if (until === undefined) return;
    const tick = () => {
      setNow(Date.now());
      if (Date.now() >= until) clearInterval(timer);
    };
    const timer = setInterval(tick, 1000);
    tick();
    return () => clearInterval(timer);
  }, [until]);
  return until === undefined ? undefined : now;
}

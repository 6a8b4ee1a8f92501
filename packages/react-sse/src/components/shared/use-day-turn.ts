"use client";

import { useEffect, useState } from "react";
import type { ChatFormat } from "../../format/chat-format.ts";

const MINUTE_MS = 60_000;

/**
 * Renders again when a new day begins where the reader is, so that what says "Today" is true on a page that stays open (C38).
 * It looks on every whole minute: in each time zone days begin on one, and a clock may be set.
 */
export function useDayTurn(format: Pick<ChatFormat, "dayKey">, enabled: boolean): void {
  const [, setSeen] = useState<string>();
  useEffect(() => {
    if (!enabled) return;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const now = Date.now();
      setSeen(format.dayKey(new Date(now).toISOString()));
      timer = setTimeout(look, MINUTE_MS - (now % MINUTE_MS));
    };
    look();
    return () => clearTimeout(timer);
  }, [format, enabled]);
}

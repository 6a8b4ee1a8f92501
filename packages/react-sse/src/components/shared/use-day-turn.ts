"use client";

import { useEffect, useState } from "react";
import type { ChatFormat } from "../../format/chat-format.ts";

const MINUTE_MS = 60_000;

/**
 * Renders again when a new day begins in the reader's time zone, so that "Today" stays true on a page that stays open
 * (C38). It checks at every whole minute, because days begin on one in every time zone and a clock may be changed.
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

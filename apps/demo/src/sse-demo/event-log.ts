import type { Tone } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import type { SSEEvent, SSEHookResult } from "@tidings/react-sse";
import { useCallback, useEffect, useRef, useState } from "react";

/** One line of the log. */
export interface LoggedEvent extends SSEEvent {
  readonly key: number;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
}

/** Lines kept; the oldest go. */
const MAX_LINES = 200;

/** The stream's own events, and the custom one that the demo sends as `broadcast`. */
const names = ["connected", ...Object.keys(notificationsStream.events), "announcement"];

const tones: Readonly<Record<string, Tone>> = {
  announcement: "info",
  notification: "info",
  progress: "info",
  success: "success",
  system: "warning",
  error: "danger",
};

/** The colour of an event's name, with its icon. */
export function toneOf({ event }: SSEEvent): Tone {
  return tones[event] ?? "neutral";
}

/** Logs what `useSSE` hears, newest first. */
export function useEventLog(addEventListener: SSEHookResult["addEventListener"]): {
  readonly lines: readonly LoggedEvent[];
  clear(): void;
} {
  const [lines, setLines] = useState<readonly LoggedEvent[]>([]);
  const heard = useRef(0);
  useEffect(() => {
    const log = (event: SSEEvent) => {
      heard.current += 1;
      const line = { ...event, key: heard.current, at: Date.now() };
      setLines((before) => [line, ...before].slice(0, MAX_LINES));
    };
    const stops = names.map((name) => addEventListener(name, log));
    return () => {
      for (const stop of stops) stop();
    };
  }, [addEventListener]);
  return { lines, clear: useCallback(() => setLines([]), []) };
}

"use client";

import type { ComponentProps, ReactNode } from "react";
import { useHydrated } from "./use-hydrated.ts";

/**
 * A text that depends on the reader's language, time zone or clock, which the server does not know. The browser first
 * hydrates the server's text, and right afterwards creates the element again with the reader's text. React would never
 * correct a text whose difference it was told to ignore (C37).
 */
export function ReaderText(props: ComponentProps<"span">): ReactNode {
  return <span key={useWriter()} suppressHydrationWarning {...props} />;
}

/** {@link ReaderText} as a `<time>`. */
export function ReaderTime(props: ComponentProps<"time">): ReactNode {
  return <time key={useWriter()} suppressHydrationWarning {...props} />;
}

function useWriter(): "reader" | "server" {
  return useHydrated() ? "reader" : "server";
}

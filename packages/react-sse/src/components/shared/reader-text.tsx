"use client";

import type { ComponentProps, ReactNode } from "react";
import { useHydrated } from "./use-hydrated.ts";

/**
 * A text that depends on the reader's language, time zone or clock, which the server does not know. The browser takes
 * the server's text over as it is, and right afterwards makes the element anew with the reader's: React never mends a
 * text whose difference it was told to pass over (C37).
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

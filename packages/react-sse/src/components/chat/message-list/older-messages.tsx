"use client";

import type { OlderState } from "@tidings/client";
import type { ReactNode } from "react";
import { OlderButton } from "../../shared/older-button.tsx";

/** What stands above the oldest message that is there: a way to older ones, or that there are none. */
export function OlderMessages({
  state,
  onLoad,
}: {
  readonly state: OlderState;
  readonly onLoad: (() => void) | undefined;
}): ReactNode {
  if (state === "none") return <p data-slot="message-list-begin">The beginning of the conversation</p>;
  return <OlderButton of="messages" state={state} onLoad={onLoad} />;
}

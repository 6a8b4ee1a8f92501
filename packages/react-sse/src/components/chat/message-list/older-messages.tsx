"use client";

import type { OlderState } from "@tidings/client";
import type { ReactNode } from "react";
import { OlderButton } from "../../shared/older-button.tsx";

/** The place above the oldest loaded message: a button that loads older ones, or a line that says there are none. */
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

"use client";

import type { TypingUser } from "@tidings/client/chat";
import type { ReactNode } from "react";
import { named } from "../../../format/text.ts";

/** Props of {@link TypingIndicator}. */
export interface TypingIndicatorProps {
  readonly typingUsers: readonly TypingUser[];
}

/**
 * Says who is typing, with three dots that move unless the reader prefers reduced motion. Its line keeps its place when
 * nobody types, so that nothing jumps. It is not a live region, because it changes too often to be read out.
 */
export function TypingIndicator({ typingUsers }: TypingIndicatorProps): ReactNode {
  return (
    <p data-slot="typing-indicator" data-status={typingUsers.length > 0 ? "typing" : "quiet"}>
      {typingUsers.length > 0 && (
        <>
          <span data-slot="typing-dots" aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          <TypingWords typingUsers={typingUsers} />
        </>
      )}
    </p>
  );
}

/** Each name has an element of its own, so that a right-to-left name does not change the direction of the sentence. */
function TypingWords({ typingUsers: [first, second, ...others] }: TypingIndicatorProps): ReactNode {
  if (others.length > 0) return <span>Several people are typing…</span>;
  return (
    <span>
      {first && <bdi>{named(first.displayName, "Somebody")}</bdi>}
      {second && (
        <>
          {" "}
          <span>and</span> <bdi>{named(second.displayName, "somebody")}</bdi>
        </>
      )}{" "}
      <span>{second ? "are typing…" : "is typing…"}</span>
    </span>
  );
}

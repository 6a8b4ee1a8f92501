import type { Typist } from "@tidings/client/chat";
import type { ReactNode } from "react";

/** Props of {@link TypingIndicator}. */
export interface TypingIndicatorProps {
  readonly typists: readonly Typist[];
}

/**
 * Who is typing, in words, with three dots that move for those who like it. Its line is kept free, so that nothing
 * jumps. It is no live region: it comes and goes too often to be read out.
 */
export function TypingIndicator({ typists }: TypingIndicatorProps): ReactNode {
  return (
    <p data-slot="typing-indicator" data-status={typists.length > 0 ? "typing" : "quiet"}>
      {typists.length > 0 && (
        <>
          <span data-slot="typing-dots" aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          {typingWords(typists)}
        </>
      )}
    </p>
  );
}

function typingWords(typists: readonly Typist[]): string {
  const [first, second] = typists;
  if (first === undefined) return "";
  if (second === undefined) return `${first.displayName} is typing…`;
  if (typists.length === 2) return `${first.displayName} and ${second.displayName} are typing…`;
  return "Several people are typing…";
}

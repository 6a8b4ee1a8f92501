"use client";

import { type ReactNode, useRef } from "react";
import type { OperationView } from "./operation-view.ts";
import { ProgressBar, type ProgressBarProps } from "./progress-bar.tsx";

/** Props of {@link ProgressList}. */
export interface ProgressListProps extends Pick<ProgressBarProps, "onDismiss"> {
  readonly operations: readonly OperationView[];
  /** The list's name for screen readers. Default "Operations". */
  readonly label?: string | undefined;
  /** What an empty list says. Default "Nothing in progress." */
  readonly empty?: ReactNode;
}

/**
 * Running and finished operations, each with its bar. It is not a live region, because a screen reader would read out
 * every step; `useOperationAnnouncements` announces what matters.
 *
 * @example <ProgressList operations={operations} onDismiss={dismiss} />
 */
export function ProgressList({
  operations,
  onDismiss,
  label = "Operations",
  empty = "Nothing in progress.",
}: ProgressListProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const dismiss =
    onDismiss &&
    ((id: string) => {
      focusBeside(
        root.current,
        operations.findIndex((operation) => operation.id === id),
      );
      onDismiss(id);
    });
  return (
    <div ref={root} data-slot="progress-list" data-status={operations.length === 0 ? "empty" : "filled"} tabIndex={-1}>
      {operations.length === 0 ? (
        <p className="tidings-meta">{empty}</p>
      ) : (
        <ul data-slot="progress-items" aria-label={label}>
          {operations.map((operation) => (
            <li key={operation.id}>
              <ProgressBar operation={operation} onDismiss={dismiss} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/**
 * The pressed button disappears with its operation. Focus moves to the next operation's button, else the last one's,
 * else the list.
 */
function focusBeside(root: HTMLElement | null, place: number): void {
  const buttons = [...(root?.querySelectorAll<HTMLElement>('[data-slot="operation"] > button') ?? [])];
  const beside = buttons[place + 1] ?? buttons[place - 1] ?? root;
  beside?.focus();
}

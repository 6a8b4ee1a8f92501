import type { ReactNode } from "react";
import type { OperationView } from "./operation-view.ts";
import { ProgressBar, type ProgressBarProps } from "./progress-bar.tsx";

/** Props of {@link ProgressList}. */
export interface ProgressListProps extends Pick<ProgressBarProps, "onDismiss"> {
  readonly operations: readonly OperationView[];
  /** The list's name for screen readers. Default "Operations". */
  readonly label?: string | undefined;
  /** What an empty list says. Default "Nothing is under way." */
  readonly empty?: ReactNode;
}

/**
 * Operations under way and just ended, each with its bar. It is no live region: a hundred steps would never stop
 * talking; `useOperationAnnouncements` says what is worth hearing.
 *
 * @example <ProgressList operations={operations} onDismiss={dismiss} />
 */
export function ProgressList({
  operations,
  onDismiss,
  label = "Operations",
  empty = "Nothing is under way.",
}: ProgressListProps): ReactNode {
  if (operations.length === 0) {
    return (
      <p data-slot="progress-list" data-status="empty" className="tidings-meta">
        {empty}
      </p>
    );
  }
  return (
    <ul data-slot="progress-list" data-status="filled" aria-label={label}>
      {operations.map((operation) => (
        <li key={operation.id}>
          <ProgressBar operation={operation} onDismiss={onDismiss} />
        </li>
      ))}
    </ul>
  );
}

"use client";

import { type ReactNode, useId } from "react";
import { sentences } from "../../../format/text.ts";
import { RetryIcon, WarningIcon } from "../../shared/icons.tsx";

/** Props of {@link RecordList}. */
export interface RecordListProps<Row extends { readonly id: string }> {
  /** The list's heading. */
  readonly title: string;
  /** What became of loading. Cards already there stay on the page while `loading` and on `error`. */
  readonly status: "loading" | "ready" | "error";
  /** What went wrong, in words for people. */
  readonly error?: string | undefined;
  /** What an empty list says. */
  readonly empty: ReactNode;
  /** Shows a button that tries again on `error`. */
  readonly onRetry?: (() => void) | undefined;
  /** Beside the heading: what belongs to the whole list. */
  readonly aside?: ReactNode;
  /** Level of the heading. Default 2. */
  readonly headingLevel?: 2 | 3 | undefined;
  readonly rows: readonly Row[];
  /** The card of a row. */
  readonly children: (row: Row) => ReactNode;
}

/**
 * A list of records, prescriptions or appointments under its heading, in every state it can be in: loading, ready,
 * empty, failed, and failed with old cards still there.
 *
 * @example
 * <RecordList title="Records" rows={records} status={status} empty="No records yet." onRetry={reload}>
 *   {(record) => <RecordCard record={record} />}
 * </RecordList>
 */
export function RecordList<Row extends { readonly id: string }>({
  title,
  status,
  error,
  empty,
  onRetry,
  aside,
  headingLevel = 2,
  rows,
  children,
}: RecordListProps<Row>): ReactNode {
  const titleId = useId();
  const state = rows.length > 0 ? "filled" : status === "ready" ? "empty" : status;
  const Heading = `h${headingLevel}` as const;
  return (
    <section
      data-slot="record-list"
      data-status={status}
      data-state={state}
      aria-labelledby={titleId}
      aria-busy={status === "loading"}
    >
      <div className="tidings-cluster" data-spread>
        <Heading id={titleId} className="tidings-heading">
          {title}
        </Heading>
        {aside}
      </div>
      {state === "loading" && <Skeleton title={title} />}
      {state === "empty" && <p data-slot="record-list-empty">{empty}</p>}
      {(status === "error" || (state === "filled" && error !== undefined)) && (
        <div
          className="tidings-notice"
          data-slot="record-list-error"
          data-tone={state === "filled" ? "warning" : "danger"}
        >
          <WarningIcon />
          <p>
            {sentences(
              state === "filled" ? "This may be out of date: it could not be loaded again." : "It could not be loaded.",
              error,
            )}
          </p>
          {onRetry && (
            <button type="button" className="tidings-button" data-size="small" onClick={onRetry}>
              <RetryIcon />
              <span>Try again</span>
              <span className="tidings-visually-hidden">{`: ${title}`}</span>
            </button>
          )}
        </div>
      )}
      {state === "filled" && (
        <ul data-slot="record-list-items">
          {rows.map((row) => (
            <li key={row.id}>{children(row)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Two cards in pencil; screen readers hear one line instead. */
function Skeleton({ title }: { readonly title: string }): ReactNode {
  return (
    <div data-slot="record-list-skeleton">
      <p className="tidings-visually-hidden">{`Loading ${title.toLowerCase()}…`}</p>
      {["first", "second"].map((place) => (
        <div key={place} data-slot="record-card-skeleton" aria-hidden="true">
          <span className="tidings-skeleton" data-part="title" />
          <span className="tidings-skeleton" />
        </div>
      ))}
    </div>
  );
}

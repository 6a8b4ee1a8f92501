"use client";

import { type ReactNode, useId } from "react";
import { Failed } from "../../shared/failed.tsx";
import { Skeleton } from "../../shared/skeleton.tsx";

/** Props of {@link RecordList}. */
export interface RecordListProps<Row extends { readonly id: string }> {
  /** The list's heading. */
  readonly title: string;
  /** The state of loading. Cards that are already there stay on the page while `loading` and on `error`. */
  readonly status: "loading" | "ready" | "error";
  /** What went wrong, in words for people. */
  readonly error?: string | undefined;
  /** What an empty list says. */
  readonly empty: ReactNode;
  /** Shows a button that tries again on `error`. */
  readonly onRetry?: (() => void) | undefined;
  /** Content beside the heading that belongs to the whole list. */
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
      {state === "loading" && (
        <Skeleton slot="record-list-skeleton" label={`Loading ${title.toLowerCase()}…`}>
          {["first", "second"].map((place) => (
            <div key={place} data-slot="record-card-skeleton" aria-hidden="true">
              <span className="tidings-skeleton" data-part="title" />
              <span className="tidings-skeleton" />
            </div>
          ))}
        </Skeleton>
      )}
      {state === "empty" && <p data-slot="record-list-empty">{empty}</p>}
      {(status === "error" || (state === "filled" && error !== undefined)) && (
        <Failed
          slot="record-list-error"
          tone={state === "filled" ? "warning" : "danger"}
          text={
            state === "filled" ? "This may be out of date: it could not be loaded again." : "It could not be loaded."
          }
          error={error}
          onRetry={onRetry}
          of={title}
        />
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

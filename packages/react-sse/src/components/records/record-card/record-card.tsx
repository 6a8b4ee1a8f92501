"use client";

import type { HealthRecord } from "@tidings/contracts/records";
import { memo, type ReactNode, useId } from "react";
import { machineTime } from "../../../format/instant.ts";
import { defaultOrderFormat, type OrderFormat } from "../../../format/order-format.ts";
import { named } from "../../../format/text.ts";
import { ReaderTime } from "../../shared/reader-text.tsx";
import { useChangeCount } from "../../shared/use-change-count.ts";
import { EveryoneIcon, OwnerIcon } from "../records-icons.tsx";

/** Props of {@link RecordCard}. Pass a stable `onEdit`: cards are memoised. */
export interface RecordCardProps {
  readonly record: HealthRecord;
  /** Whose it is, if that is not the reader. */
  readonly owner?: string | undefined;
  /** Shows a button for it. */
  readonly onEdit?: ((record: HealthRecord) => void) | undefined;
  /** How times are written. Default: the reader's locale and time zone. */
  readonly format?: Pick<OrderFormat, "time"> | undefined;
  /** Level of the heading that names the record. Default 3. */
  readonly headingLevel?: 2 | 3 | 4 | undefined;
}

/**
 * One record: title, details, who may see it, and when it changed. A new revision highlights the card for a moment.
 *
 * @example <RecordCard record={record} onEdit={edit} />
 */
export const RecordCard = memo(function RecordCard({
  record,
  owner,
  onEdit,
  format = defaultOrderFormat,
  headingLevel = 3,
}: RecordCardProps): ReactNode {
  const titleId = useId();
  const changes = useChangeCount(record.revision);
  const Heading = `h${headingLevel}` as const;
  const isShared = record.visibility === "everyone";
  const Who = isShared ? EveryoneIcon : OwnerIcon;
  return (
    <article
      data-slot="record-card"
      data-status={record.visibility}
      data-tone={isShared ? "info" : "neutral"}
      aria-labelledby={titleId}
    >
      {changes > 0 && <span key={changes} data-slot="record-card-highlight" aria-hidden="true" />}
      <header data-slot="record-card-header">
        <Heading id={titleId} data-slot="record-card-title">
          <bdi>{named(record.title, "Untitled record")}</bdi>
        </Heading>
        <span className="tidings-badge">
          <Who />
          <span>{isShared ? "Visible to everyone" : "Private"}</span>
        </span>
      </header>
      {record.details !== "" && (
        <p data-slot="record-card-details" dir="auto">
          {record.details}
        </p>
      )}
      <footer data-slot="record-card-footer">
        <p className="tidings-meta">
          {owner && (
            <>
              <bdi>{named(owner, "Somebody")}</bdi>
              <span> · </span>
            </>
          )}
          <span>{record.revision > 1 ? "Edited" : "Added"}</span>{" "}
          <ReaderTime dateTime={machineTime(record.updatedAt)}>{format.time(record.updatedAt)}</ReaderTime>
        </p>
        {onEdit && (
          <button
            type="button"
            className="tidings-button"
            data-variant="quiet"
            data-size="small"
            onClick={() => onEdit(record)}
          >
            <span>Edit</span> <span className="tidings-visually-hidden">{record.title}</span>
          </button>
        )}
      </footer>
    </article>
  );
});

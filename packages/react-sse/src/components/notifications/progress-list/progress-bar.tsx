"use client";

import type { Tone } from "@tidings/contracts";
import { type ReactNode, useId } from "react";
import { progressInWords, readProgress } from "../../../format/numbers.ts";
import { named } from "../../../format/text.ts";
import { CloseIcon, ConnectingIcon, DangerIcon, type Icon, SuccessIcon } from "../../shared/icons.tsx";
import { ReaderText } from "../../shared/reader-text.tsx";
import type { OperationView } from "./operation-view.ts";

/** Props of {@link ProgressBar}. */
export interface ProgressBarProps {
  readonly operation: OperationView;
  /** Shows a button that takes the operation off the page. */
  readonly onDismiss?: ((id: string) => void) | undefined;
}

const looks: Readonly<Record<OperationView["status"], { readonly tone: Tone; readonly Icon: Icon }>> = {
  running: { tone: "info", Icon: ConnectingIcon },
  done: { tone: "success", Icon: SuccessIcon },
  failed: { tone: "danger", Icon: DangerIcon },
};

/**
 * The progress of one operation: icon, words and the platform's progress bar, which screen readers read on request.
 *
 * @example <ProgressBar operation={{ id: "upload_789", label: "holiday.jpg", status: "running", progress: 75 }} />
 */
export function ProgressBar({ operation, onDismiss }: ProgressBarProps): ReactNode {
  const { id, label, status, progress, message } = operation;
  const name = named(label, "Unnamed operation");
  const labelId = useId();
  const messageId = useId();
  const { tone, Icon } = looks[status];
  return (
    <div data-slot="operation" data-status={status} data-tone={tone}>
      <p data-slot="operation-line">
        <Icon />
        <span id={labelId} data-slot="operation-label">
          <bdi>{name}</bdi>
        </span>
        <ReaderText data-slot="operation-state">{stateInWords(status, progress)}</ReaderText>
      </p>
      <progress
        data-slot="operation-bar"
        max={100}
        value={readProgress(progress)}
        aria-labelledby={labelId}
        aria-describedby={message === undefined ? undefined : messageId}
      />
      {message !== undefined && (
        <p id={messageId} data-slot="operation-message">
          <bdi>{message}</bdi>
        </p>
      )}
      {onDismiss && (
        <button
          type="button"
          className="tidings-button"
          data-variant="quiet"
          data-size="small"
          data-shape="square"
          title="Remove"
          aria-label={`Remove ${name}`}
          onClick={() => onDismiss(id)}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  );
}

function stateInWords(status: OperationView["status"], progress: number): string {
  const far = progressInWords(progress);
  if (status === "running") return far;
  return status === "done" ? "Done" : `Failed at ${far}`;
}

"use client";

import type { Tone } from "@tidings/contracts";
import { memo, type ReactNode } from "react";
import { machineTime } from "../../../format/instant.ts";
import { exactTime, relativeTime } from "../../../format/relative-time.ts";
import { named } from "../../../format/text.ts";
import { LetterIcon, OpenLetterIcon } from "../../shared/icons.tsx";
import { ReaderTime } from "../../shared/reader-text.tsx";
import { ToneIcon } from "../../shared/tone-icon.tsx";
import type { NotificationListOptions, NotificationView } from "./notification-view.ts";

interface NotificationEntryProps extends Pick<NotificationListOptions, "onRead"> {
  readonly notification: NotificationView;
  readonly now: number | undefined;
}

/** The tones in words, for readers who do not see colour and icon. */
const toneWords: Readonly<Partial<Record<Tone, string>>> = { success: "Done", warning: "Warning", danger: "Problem" };

/** One notification of a list. */
export const NotificationEntry = memo(function NotificationEntry({
  notification: { id, tone, title, text, at, isRead },
  now,
  onRead,
}: NotificationEntryProps): ReactNode {
  const action = isRead ? "Mark as unread" : "Mark as read";
  const words = named(text, "No message");
  return (
    <li data-slot="notification" data-tone={tone} data-status={isRead ? "read" : "unread"}>
      <ToneIcon tone={tone} />
      <div data-slot="notification-words">
        {title !== undefined && (
          <p data-slot="notification-title">
            <bdi>{named(title, "Untitled")}</bdi>
          </p>
        )}
        <p data-slot="notification-text">
          <bdi>{words}</bdi>
        </p>
        <p data-slot="notification-meta">
          {!isRead && <strong data-slot="notification-new">New</strong>}
          {toneWords[tone] && <span>{toneWords[tone]}</span>}
          <ReaderTime dateTime={machineTime(at)} title={exactTime(at)}>
            {now === undefined ? exactTime(at) : relativeTime(at, now)}
          </ReaderTime>
        </p>
      </div>
      {onRead && (
        <button
          type="button"
          className="tidings-button"
          data-variant="quiet"
          data-size="small"
          data-shape="square"
          title={action}
          aria-label={`${action}: ${named(title ?? "", words)}`}
          onClick={() => onRead(id, !isRead)}
        >
          {isRead ? <LetterIcon /> : <OpenLetterIcon />}
        </button>
      )}
    </li>
  );
});

import { sampleMessages } from "@tidings/contracts/chat";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { partsOf } from "../../testing/parts-of.ts";
import { storyFormat, storyMessage, storyNow } from "../chat/chat-samples.ts";
import { MessageBubble } from "../chat/message-bubble/message-bubble.tsx";
import { MessageComposer } from "../chat/message-composer/message-composer.tsx";
import { MessageList } from "../chat/message-list/message-list.tsx";
import { OutgoingBubble } from "../chat/outgoing-bubble/outgoing-bubble.tsx";
import { TypingIndicator } from "../chat/typing-indicator/typing-indicator.tsx";

const none = () => {};
const [said] = sampleMessages;
const mine = storyMessage(1, "ada", "One");
const list = { userId: mine.senderId, format: storyFormat, now: storyNow };
const sending = { clientMessageId: "o", text: "Two", state: "sending", error: undefined } as const;
const failed = { ...sending, state: "failed" } as const;
const typing = [{ userId: "x", displayName: "X" }];

/** A part of the kit in one state, and what there is of it for styles and screen readers. */
const states: Readonly<Record<string, { readonly ui: ReactNode; readonly parts: readonly string[] }>> = {
  "a list with everything in it": {
    ui: (
      <MessageList
        {...list}
        status="ready"
        messages={[mine, storyMessage(2, "grace", "b"), storyMessage(3, "grace", "c")]}
        unreadFrom="msg_2"
        showNames
        outgoing={[sending]}
        typingUsers={typing}
        older="more"
      />
    ),
    parts: [
      "message-list status=ready state=filled; message-log role=log aria-live=off aria-busy=false tabindex=0",
      "message-log-content; older; button.button type=button size=small aria-disabled=false; message-day",
      "message-day-title; messages; message; message-bubble own status=read; message-sender.visually-hidden",
      "span.visually-hidden; message-text dir=auto; message-meta; message-status status=read tone=success; icon",
      "message; unread-divider; message-bubble status=read; message-sender; span.visually-hidden",
      "message-text dir=auto; message-meta; message; message-bubble continued status=read",
      "message-sender.visually-hidden; span.visually-hidden; message-text dir=auto; message-meta; messages",
      "message; message-bubble own status=sending; message-sender.visually-hidden; message-text dir=auto",
      "message-meta; message-status status=sending tone=neutral; icon; typing-indicator status=typing",
      "typing-dots aria-hidden=true",
    ],
  },
  "a list without names": {
    ui: <MessageList {...list} status="ready" messages={[storyMessage(2, "grace", "b")]} />,
    parts: [
      "message-list status=ready state=filled; message-log role=log aria-live=off aria-busy=false tabindex=0",
      "message-log-content; message-list-begin; message-day; message-day-title; messages; message",
      "message-bubble status=read; message-sender.visually-hidden; span.visually-hidden; message-text dir=auto",
      "message-meta; typing-indicator status=quiet",
    ],
  },
  "an empty list": {
    ui: <MessageList {...list} status="ready" messages={[]} />,
    parts: [
      "message-list status=ready state=empty; message-log role=log aria-live=off aria-busy=false tabindex=0",
      "message-log-content; message-list-empty.blank; svg.blank-picture; p.subheading",
      "typing-indicator status=quiet",
    ],
  },
  "a list that is loading": {
    ui: <MessageList {...list} status="loading" messages={[]} />,
    parts: [
      "message-list status=loading state=loading; message-log role=log aria-live=off aria-busy=true tabindex=0",
      "message-log-content; message-list-skeleton; p.visually-hidden",
      "span.skeleton part=theirs aria-hidden=true; span.skeleton part=own aria-hidden=true",
      "span.skeleton part=their-next aria-hidden=true; typing-indicator status=quiet",
    ],
  },
  "a list that is loaded again": {
    ui: <MessageList {...list} status="loading" messages={[mine]} older="loading" />,
    parts: [
      "message-list status=loading state=filled; message-log role=log aria-live=off aria-busy=true tabindex=0",
      "message-log-content; older; button.button type=button size=small aria-disabled=true",
      "span.spinner aria-hidden=true; message-day; message-day-title; messages; message",
      "message-bubble own status=read; message-sender.visually-hidden; span.visually-hidden",
      "message-text dir=auto; message-meta; message-status status=read tone=success; icon",
      "typing-indicator status=quiet",
    ],
  },
  "a list that could not be loaded": {
    ui: <MessageList {...list} status="error" messages={[]} onReload={none} />,
    parts: [
      "message-list status=error state=error; message-list-error.notice tone=danger; icon",
      "button.button type=button size=small; icon",
      "message-log role=log aria-live=off aria-busy=false tabindex=0; message-log-content",
      "typing-indicator status=quiet",
    ],
  },
  "a list that could not be loaded again": {
    ui: <MessageList {...list} status="error" messages={[mine]} older="failed" />,
    parts: [
      "message-list status=error state=filled; message-list-error.notice tone=warning; icon",
      "message-log role=log aria-live=off aria-busy=false tabindex=0; message-log-content; older; p.meta",
      "button.button type=button size=small aria-disabled=false; icon; message-day; message-day-title; messages",
      "message; message-bubble own status=read; message-sender.visually-hidden; span.visually-hidden",
      "message-text dir=auto; message-meta; message-status status=read tone=success; icon",
      "typing-indicator status=quiet",
    ],
  },
  "a list that has an error beside its rows": {
    ui: <MessageList {...list} status="ready" messages={[mine]} error={{ message: "No" }} />,
    parts: [
      "message-list status=ready state=filled; message-list-error.notice tone=warning; icon",
      "message-log role=log aria-live=off aria-busy=false tabindex=0; message-log-content; message-list-begin",
      "message-day; message-day-title; messages; message; message-bubble own status=read",
      "message-sender.visually-hidden; span.visually-hidden; message-text dir=auto; message-meta",
      "message-status status=read tone=success; icon; typing-indicator status=quiet",
    ],
  },
  "a message of one's own that was sent": {
    ui: <MessageBubble isOwn message={{ ...said, status: "sent" }} time="1" />,
    parts: [
      "message-bubble own status=sent; message-sender.visually-hidden; span.visually-hidden",
      "message-text dir=auto; message-meta; message-status status=sent tone=neutral; icon",
    ],
  },
  "a message of one's own that was delivered": {
    ui: <MessageBubble isOwn showName message={{ ...said, status: "delivered" }} time="1" />,
    parts: [
      "message-bubble own status=delivered; message-sender; span.visually-hidden; message-text dir=auto",
      "message-meta; message-status status=delivered tone=info; icon",
    ],
  },
  "a message of one's own that was read": {
    ui: <MessageBubble isOwn message={{ ...said, status: "read" }} time="1" />,
    parts: [
      "message-bubble own status=read; message-sender.visually-hidden; span.visually-hidden",
      "message-text dir=auto; message-meta; message-status status=read tone=success; icon",
    ],
  },
  "a message that was not read, with emojis only": {
    ui: (
      <MessageBubble
        isOwn={false}
        isContinued
        showName
        message={{ ...said, messageId: "m", status: "sent", text: " 🍰🍰 " }}
        time="1"
      />
    ),
    parts: [
      "message-bubble continued status=sent; message-sender.visually-hidden; span.visually-hidden",
      "message-text dir=auto emoji; message-meta unread=m",
    ],
  },
  "a message that was read, with its sender": {
    ui: <MessageBubble isOwn={false} showName message={{ ...said, status: "read" }} time="1" />,
    parts: ["message-bubble status=read; message-sender; span.visually-hidden; message-text dir=auto; message-meta"],
  },
  "a message that is being sent": {
    ui: <OutgoingBubble message={sending} onRetry={none} onDiscard={none} />,
    parts: [
      "message-bubble own status=sending; message-sender.visually-hidden; message-text dir=auto; message-meta",
      "message-status status=sending tone=neutral; icon",
    ],
  },
  "a message that was not sent": {
    ui: <OutgoingBubble message={failed} onRetry={none} onDiscard={none} />,
    parts: [
      "message-bubble own status=failed; message-sender.visually-hidden; message-text dir=auto; message-meta",
      "message-status status=failed tone=danger; icon; message-actions; button.button type=button size=small",
      "icon; button.button type=button variant=quiet size=small; icon",
    ],
  },
  "a message that was not sent and cannot be tried again": {
    ui: <OutgoingBubble message={failed} />,
    parts: [
      "message-bubble own status=failed; message-sender.visually-hidden; message-text dir=auto; message-meta",
      "message-status status=failed tone=danger; icon; message-actions",
    ],
  },
  "nobody who types": {
    ui: <TypingIndicator typingUsers={[]} />,
    parts: ["typing-indicator status=quiet"],
  },
  "somebody who types": {
    ui: <TypingIndicator typingUsers={typing} />,
    parts: ["typing-indicator status=typing; typing-dots aria-hidden=true"],
  },
  "an empty composer": {
    ui: <MessageComposer onSend={none} />,
    parts: [
      "message-composer; label.visually-hidden",
      "textarea.input rows=1 dir=auto aria-invalid=false enterkeyhint=send",
      "button.button type=submit variant=primary aria-disabled=true; icon; message-composer-hint.hint",
    ],
  },
  "a composer with as much as it takes": {
    ui: <MessageComposer onSend={none} defaultText="abc" maxLength={3} />,
    parts: [
      "message-composer; label.visually-hidden",
      "textarea.input rows=1 dir=auto aria-invalid=false enterkeyhint=send",
      "button.button type=submit variant=primary aria-disabled=false; icon; message-composer-hint.hint",
    ],
  },
  "a composer with more than it takes": {
    ui: <MessageComposer onSend={none} defaultText="abcd" maxLength={3} />,
    parts: [
      "message-composer; label.visually-hidden",
      "textarea.input rows=1 dir=auto aria-invalid=true enterkeyhint=send",
      "button.button type=submit variant=primary aria-disabled=true; icon",
      "message-composer-hint.field-error role=alert; icon",
    ],
  },
};

it.each(Object.entries(states))("styles and screen readers find the parts of %s", (_what, { ui, parts }) => {
  expect(partsOf(ui)).toBe(parts.join("; "));
});

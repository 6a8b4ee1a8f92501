import { sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { partsOf } from "../../testing/parts-of.ts";
import { storyFormat, storyNow } from "../chat/chat-samples.ts";
import { ConversationList } from "../chat/conversation-list/conversation-list.tsx";
import { PresenceMark } from "../chat/presence-mark/presence-mark.tsx";

const none = () => {};
const list = { userId: "ada", format: storyFormat, now: storyNow, onOpen: none };
const [said] = sampleMessages;
const unread = { ...sampleConversation, unreadCount: 1, lastMessage: said };
const silent = { ...sampleConversation, conversationId: "silent", unreadCount: 0, lastMessage: null };

/** A part of the kit in one state, and what there is of it for styles and screen readers. */
const states: Readonly<Record<string, { readonly ui: ReactNode; readonly parts: readonly string[] }>> = {
  "a list of which one is open": {
    ui: <ConversationList {...list} status="ready" conversations={[unread, silent]} openId="silent" older="more" />,
    parts: [
      "conversation-list status=ready state=filled aria-busy=false; conversations",
      "conversation type=button unread; conversation-mark aria-hidden=true; conversation-name",
      "conversation-time; conversation-last dir=auto; conversation-unread; span.visually-hidden",
      "conversation type=button aria-current=true; conversation-mark aria-hidden=true; conversation-name; older",
      "button.button type=button size=small aria-disabled=false",
    ],
  },
  "an empty list": {
    ui: <ConversationList {...list} status="ready" conversations={[]} older="more" />,
    parts: ["conversation-list status=ready state=empty aria-busy=false; conversation-list-empty; icon"],
  },
  "a list that is loading": {
    ui: <ConversationList {...list} status="loading" conversations={[]} />,
    parts: [
      "conversation-list status=loading state=loading aria-busy=true; conversation-list-skeleton",
      "p.visually-hidden; span.skeleton aria-hidden=true; span.skeleton aria-hidden=true",
    ],
  },
  "a list that could not be loaded": {
    ui: <ConversationList {...list} status="error" conversations={[]} onReload={none} />,
    parts: [
      "conversation-list status=error state=error aria-busy=false; div.notice tone=warning; icon",
      "button.button type=button size=small; icon",
    ],
  },
  "a list that could not be loaded again": {
    ui: <ConversationList {...list} status="error" conversations={[silent]} older="failed" />,
    parts: [
      "conversation-list status=error state=filled aria-busy=false; div.notice tone=warning; icon",
      "conversations; conversation type=button; conversation-mark aria-hidden=true; conversation-name; older",
      "p.meta; button.button type=button size=small aria-disabled=false; icon",
    ],
  },
  "a list that has an error beside its rows": {
    ui: (
      <ConversationList {...list} status="ready" error={{ message: "No" }} conversations={[silent]} older="loading" />
    ),
    parts: [
      "conversation-list status=ready state=filled aria-busy=false; div.notice tone=warning; icon",
      "conversations; conversation type=button; conversation-mark aria-hidden=true; conversation-name; older",
      "button.button type=button size=small aria-disabled=true; span.spinner aria-hidden=true",
    ],
  },
  "a list that is loaded again": {
    ui: <ConversationList {...list} status="loading" conversations={[silent]} />,
    parts: [
      "conversation-list status=loading state=filled aria-busy=true; conversations; conversation type=button",
      "conversation-mark aria-hidden=true; conversation-name",
    ],
  },
  "somebody whose presence is not known": {
    ui: <PresenceMark isOnline={undefined} />,
    parts: ["presence status=unknown tone=neutral; presence-dot aria-hidden=true"],
  },
  "somebody who is online": {
    ui: <PresenceMark isOnline />,
    parts: ["presence status=online tone=success; presence-dot aria-hidden=true"],
  },
  "somebody who is offline": {
    ui: <PresenceMark isOnline={false} />,
    parts: ["presence status=offline tone=neutral; presence-dot aria-hidden=true"],
  },
};

it.each(Object.entries(states))("styles and screen readers find the parts of %s", (_what, { ui, parts }) => {
  expect(partsOf(ui)).toBe(parts.join("; "));
});

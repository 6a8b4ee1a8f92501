import type { Meta, StoryObj } from "@storybook/react-vite";
import { sampleUsers } from "@tidings/contracts/auth";
import type { ChatMessage } from "@tidings/contracts/chat";
import { useState } from "react";
import { expect, fn, waitFor } from "storybook/test";
import {
  awkwardMessages,
  groupMessages,
  manyMessages,
  storyFormat,
  storyMessage,
  storyMessages,
  storyNow,
} from "../chat-samples.ts";
import { MessageList } from "./message-list.tsx";

const { ada } = sampleUsers;

const meta = {
  title: "Chat/MessageList",
  component: MessageList,
  args: {
    messages: storyMessages,
    userId: ada.id,
    status: "ready",
    format: storyFormat,
    now: storyNow,
    onLoadOlder: fn(),
    onSeen: fn(),
    onRetry: fn(),
    onDiscard: fn(),
    onReload: fn(),
  },
  argTypes: { messages: { control: "object" }, format: { control: false } },
  decorators: [
    (Story) => (
      <div className="story-chat">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof MessageList>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Days, sent, delivered and read; whoever goes on talking is not named again. */
export const Ready: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("heading", { name: "Today" })).toBeVisible();
    for (const words of ["Sent", "Delivered"]) await expect(canvas.getByText(words)).toBeVisible();
  },
};
export const Empty: Story = { args: { messages: [] } };
export const Loading: Story = { args: { messages: [], status: "loading" } };
export const Failed: Story = {
  args: { messages: [], status: "error", error: "The server did not answer within 30 seconds." },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Try again" }));
    await expect(args.onReload).toHaveBeenCalledOnce();
  },
};
/** Old messages stay where they are. */
export const FailedWithOldMessages: Story = { args: { error: "The server did not answer." } };

/** On its way, and not got through: the text stays until one says otherwise. */
export const Outgoing: Story = {
  args: {
    outgoing: [
      { clientMessageId: "c-1", text: "I am on my way.", state: "sending", error: undefined },
      { clientMessageId: "c-2", text: "Is there any cream?", state: "failed", error: undefined },
    ],
  },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Try again" }));
    await expect(args.onRetry).toHaveBeenCalledWith("c-2");
    await userEvent.click(canvas.getByRole("button", { name: "Discard" }));
    await expect(args.onDiscard).toHaveBeenCalledWith("c-2");
  },
};
export const Typing: Story = { args: { typingUsers: [{ userId: "g", displayName: "Grace" }] } };
export const Group: Story = { args: { messages: groupMessages, showNames: true } };
/** Long words, other directions, emoji, blank lines, and markup that is only text. */
export const Awkward: Story = { args: { messages: awkwardMessages } };
export const RightToLeft: Story = {
  args: { messages: [...awkwardMessages, ...storyMessages.slice(-3)] },
  globals: { direction: "rtl" },
};

export const Older: Story = {
  args: { older: "more" },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Show older messages" }));
    await expect(args.onLoadOlder).toHaveBeenCalledOnce();
  },
};
export const LoadingOlder: Story = { args: { older: "loading" } };
export const OlderFailed: Story = { args: { older: "failed" } };

/** It opens where what is unread begins, not at the end. */
export const Unread: Story = {
  args: { messages: manyMessages(60), unreadFrom: "msg_-30" },
  play: async ({ canvas }) => {
    const divider = canvas.getByText("New since your last visit").getBoundingClientRect();
    const log = canvas.getByRole("log").getBoundingClientRect();
    await expect(divider.top).toBeGreaterThanOrEqual(log.top);
    await expect(divider.bottom).toBeLessThan(log.top + log.height / 2);
  },
};

/** What is seen is reported, and nothing else. */
export const Seen: Story = {
  args: {
    messages: manyMessages(60).map((message): ChatMessage => ({ ...message, status: "delivered" })),
  },
  play: async ({ args, canvas }) => {
    await waitFor(() => expect(args.onSeen).toHaveBeenCalledWith("msg_-1"));
    await expect(args.onSeen).not.toHaveBeenCalledWith("msg_-59");
    // Ada's own is nothing that she reads.
    await expect(args.onSeen).not.toHaveBeenCalledWith("msg_-3");
    canvas.getByRole("log").scrollTo(0, 0);
    await waitFor(() => expect(args.onSeen).toHaveBeenCalledWith("msg_-59"));
  },
};

/** At the end it follows what comes; further up it stays, and says how many came. */
export const Following: Story = {
  args: { messages: manyMessages(60) },
  render: function Following(args) {
    const [messages, setMessages] = useState(args.messages);
    const [pages, setPages] = useState(0);
    const say = () =>
      setMessages([...messages, storyMessage(messages.length, "grace", `News ${messages.length - 59}`)]);
    const older = () => {
      setMessages([...Array.from({ length: 30 }, (_, place) => longAgo(30 * (99 - pages) + place)), ...messages]);
      setPages(pages + 1);
    };
    return (
      <>
        <div className="tidings-cluster">
          <button type="button" className="tidings-button" onClick={say}>
            Say something
          </button>
          <button type="button" className="tidings-button" onClick={older}>
            Add older
          </button>
        </div>
        <MessageList {...args} messages={messages} />
      </>
    );
  },
  play: async ({ canvas, userEvent }) => {
    const log = canvas.getByRole("log");
    const fromEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight;
    const say = () => userEvent.click(canvas.getByRole("button", { name: "Say something" }));
    await say();
    await expect(fromEnd()).toBeLessThan(2);
    log.scrollTo(0, log.scrollHeight / 2);
    // The log has heard of it when the next frame is painted.
    await nextFrame();
    const seen = canvas.getByText("Line 30 of a long conversation");
    const before = seen.getBoundingClientRect().top;
    await say();
    await say();
    await expect(canvas.getByRole("button", { name: "2 new messages" })).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Add older" }));
    await nextFrame();
    await expect(Math.abs(seen.getBoundingClientRect().top - before)).toBeLessThan(4);
    log.scrollTo(0, 0);
    await nextFrame();
    const [oldest] = canvas.getAllByText(/^Long ago/);
    const top = oldest?.getBoundingClientRect().top ?? 0;
    await userEvent.click(canvas.getByRole("button", { name: "Add older" }));
    await nextFrame();
    await expect(Math.abs((oldest?.getBoundingClientRect().top ?? 0) - top)).toBeLessThan(4);
    await userEvent.click(canvas.getByRole("button", { name: "2 new messages" }));
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    await expect(canvas.queryByRole("button", { name: /new message/ })).toBeNull();
    await expect(log).toHaveFocus();
  },
};

/** Three thousand: what is out of sight is not laid out. axe reads shorter ones in the other stories. */
export const Thousands: Story = {
  args: { messages: manyMessages(3000), older: "more" },
  parameters: { a11y: { test: "off" } },
  play: async ({ canvas, canvasElement }) => {
    await expect(canvas.getByText("Line 3000 of a long conversation")).toBeVisible();
    const first = canvasElement.querySelector('[data-key="msg_-3000"] [data-slot="message-bubble"]');
    await expect(first?.checkVisibility({ contentVisibilityAuto: true })).toBe(false);
  },
};

function longAgo(place: number): ChatMessage {
  return storyMessage(place - 9000, "grace", `Long ago ${place}`);
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}

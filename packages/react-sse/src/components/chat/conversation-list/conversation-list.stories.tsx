import type { Meta, StoryObj } from "@storybook/react-vite";
import { sampleUsers } from "@tidings/contracts/auth";
import { expect, fn } from "storybook/test";
import { storyConversations, storyFormat, storyNow } from "../chat-samples.ts";
import { ConversationList } from "./conversation-list.tsx";

const meta = {
  title: "Chat/ConversationList",
  component: ConversationList,
  args: {
    conversations: storyConversations,
    userId: sampleUsers.ada.id,
    status: "ready",
    format: storyFormat,
    now: storyNow,
    onOpen: fn(),
    onReload: fn(),
  },
  argTypes: { conversations: { control: "object" }, format: { control: false } },
} satisfies Meta<typeof ConversationList>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Ready: Story = {
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: /Grace.*2 unread/ }));
    await expect(args.onOpen).toHaveBeenCalledWith(storyConversations[0]);
  },
};
export const OneOpen: Story = {
  args: { openId: "conv_kitchen" },
  play: async ({ canvas }) =>
    expect(canvas.getByRole("button", { name: /Kitchen/ })).toHaveAttribute("aria-current", "true"),
};
export const Empty: Story = { args: { conversations: [] } };
export const Loading: Story = { args: { conversations: [], status: "loading" } };
export const Failed: Story = {
  args: { conversations: [], status: "error", error: "The server did not answer." },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Try again" }));
    await expect(args.onReload).toHaveBeenCalledOnce();
  },
};
export const FailedWithOldOnes: Story = { args: { error: "The server did not answer." } };
export const RightToLeft: Story = { globals: { direction: "rtl" } };

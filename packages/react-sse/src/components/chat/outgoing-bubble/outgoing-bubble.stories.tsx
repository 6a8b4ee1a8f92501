import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn } from "storybook/test";
import { OutgoingBubble } from "./outgoing-bubble.tsx";

const meta = {
  title: "Chat/OutgoingBubble",
  component: OutgoingBubble,
  args: {
    message: { clientMessageId: "c-1", text: "I am on my way.", state: "sending", error: undefined },
    onRetry: fn(),
    onDiscard: fn(),
  },
} satisfies Meta<typeof OutgoingBubble>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Sending: Story = {};
export const NotSent: Story = {
  args: { message: { clientMessageId: "c-1", text: "I am on my way.", state: "failed", error: undefined } },
};

/** No answer came: it says so, and not that it was not sent. */
export const InDoubt: Story = {
  args: {
    message: {
      clientMessageId: "c-1",
      text: "I am on my way.",
      state: "failed",
      error: undefined,
      isUndecided: true,
    },
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByText(/it may have been sent\. Trying again won't send it twice\./)).toBeVisible();
    await expect(canvas.queryByText(/Not sent/)).toBeNull();
  },
};

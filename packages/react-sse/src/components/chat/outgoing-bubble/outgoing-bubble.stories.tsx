import type { Meta, StoryObj } from "@storybook/react-vite";
import { fn } from "storybook/test";
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

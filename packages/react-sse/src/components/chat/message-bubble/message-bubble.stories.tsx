import type { Meta, StoryObj } from "@storybook/react-vite";
import { messageStatuses } from "@tidings/contracts/chat";
import { awkwardMessages, storyMessage } from "../chat-samples.ts";
import { MessageBubble } from "./message-bubble.tsx";

const meta = {
  title: "Chat/MessageBubble",
  component: MessageBubble,
  args: { message: storyMessage(60, "grace", "Shall I keep you a slice?"), isOwn: false, time: "06:00" },
} satisfies Meta<typeof MessageBubble>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Theirs: Story = {};
export const TheirsNamed: Story = { args: { showName: true } };
/** Sent, delivered, read: icon, words and colour. */
export const Own: Story = {
  render: (args) => (
    <div className="tidings-stack">
      {messageStatuses.map((status) => (
        <MessageBubble key={status} {...args} message={storyMessage(61, "ada", "Yes, please.", { status })} isOwn />
      ))}
    </div>
  ),
};
export const Awkward: Story = {
  render: (args) => (
    <div className="tidings-stack">
      {awkwardMessages.map((message, place) => (
        <MessageBubble key={message.messageId} {...args} message={message} isOwn={place % 2 === 1} />
      ))}
    </div>
  ),
};

import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect } from "storybook/test";
import { storyFormat, storyNow } from "../chat-samples.ts";
import { PresenceMark } from "./presence-mark.tsx";

const meta = {
  title: "Chat/PresenceMark",
  component: PresenceMark,
  args: { isOnline: true, format: storyFormat, now: storyNow },
  argTypes: { format: { control: false } },
} satisfies Meta<typeof PresenceMark>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Online: Story = {};
export const Offline: Story = { args: { isOnline: false } };
export const LastSeenToday: Story = {
  args: { isOnline: false, lastSeen: "2026-02-26T04:58:00.000Z" },
  play: async ({ canvas }) => expect(canvas.getByText("Last seen at 04:58")).toBeVisible(),
};
export const LastSeenBefore: Story = {
  args: { isOnline: false, lastSeen: "2026-02-20T18:30:00.000Z" },
  play: async ({ canvas }) => expect(canvas.getByText("Last seen 20 Feb 2026, 18:30")).toBeVisible(),
};
/** The connection is lost: nobody can say. */
export const NotKnown: Story = { args: { isOnline: undefined } };

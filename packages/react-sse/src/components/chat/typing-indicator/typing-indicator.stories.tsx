import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect } from "storybook/test";
import { TypingIndicator } from "./typing-indicator.tsx";

const people = ["Grace", "Alan", "Edsger"].map((displayName) => ({ userId: displayName, displayName }));

const meta = {
  title: "Chat/TypingIndicator",
  component: TypingIndicator,
  args: { typingUsers: people.slice(0, 1) },
} satisfies Meta<typeof TypingIndicator>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Each name stands in an element of its own, so the words are the whole line's. */
const line = (canvas: HTMLElement) => canvas.querySelector<HTMLElement>("[data-slot=typing-indicator]");

export const One: Story = {
  play: async ({ canvasElement }) => expect(line(canvasElement)).toHaveTextContent("Grace is typing…"),
};
export const Two: Story = {
  args: { typingUsers: people.slice(0, 2) },
  play: async ({ canvasElement }) => expect(line(canvasElement)).toHaveTextContent("Grace and Alan are typing…"),
};
export const Several: Story = { args: { typingUsers: people } };
/** Its line is kept free. */
export const Nobody: Story = {
  args: { typingUsers: [] },
  play: async ({ canvasElement }) => {
    const quiet = line(canvasElement);
    await expect(quiet?.clientHeight).toBeGreaterThan(20);
  },
};

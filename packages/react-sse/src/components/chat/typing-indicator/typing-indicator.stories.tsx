import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect } from "storybook/test";
import { TypingIndicator } from "./typing-indicator.tsx";

const people = ["Grace", "Alan", "Edsger"].map((displayName) => ({ userId: displayName, displayName }));

const meta = {
  title: "Chat/TypingIndicator",
  component: TypingIndicator,
  args: { typists: people.slice(0, 1) },
} satisfies Meta<typeof TypingIndicator>;
export default meta;

type Story = StoryObj<typeof meta>;

export const One: Story = {
  play: async ({ canvas }) => expect(canvas.getByText("Grace is typing…")).toBeVisible(),
};
export const Two: Story = {
  args: { typists: people.slice(0, 2) },
  play: async ({ canvas }) => expect(canvas.getByText("Grace and Alan are typing…")).toBeVisible(),
};
export const Several: Story = { args: { typists: people } };
/** Its line is kept free. */
export const Nobody: Story = {
  args: { typists: [] },
  play: async ({ canvasElement }) => {
    const line = canvasElement.querySelector("[data-slot=typing-indicator]");
    await expect(line?.clientHeight).toBeGreaterThan(20);
  },
};

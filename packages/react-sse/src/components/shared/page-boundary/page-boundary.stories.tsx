import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, fn } from "storybook/test";
import { PageBoundary } from "./page-boundary.tsx";

function Broken(): ReactNode {
  throw new Error("this page of the story is broken on purpose");
}

const meta = {
  title: "Page/PageBoundary",
  component: PageBoundary,
  args: { children: <Broken />, onReload: fn() },
  argTypes: { children: { control: false } },
} satisfies Meta<typeof PageBoundary>;
export default meta;

type Story = StoryObj<typeof meta>;

/** What a reader sees where a page cannot be drawn, or was taken away by a deployment before it was loaded. */
export const Failed: Story = {
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Reload" }));
    await expect(args.onReload).toHaveBeenCalledOnce();
  },
};

/** As long as nothing fails, nothing of it is seen. */
export const Well: Story = { args: { children: <p>The page itself.</p> } };

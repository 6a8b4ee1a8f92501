import type { Meta, StoryObj } from "@storybook/react-vite";
import { useEffect, useState } from "react";
import { expect, fn } from "storybook/test";
import type { OperationView } from "./operation-view.ts";
import { ProgressList } from "./progress-list.tsx";

const running: OperationView = {
  id: "upload_789",
  label: "holiday.jpg",
  status: "running",
  progress: 75,
  message: "Processing...",
};
const done: OperationView = {
  ...running,
  id: "upload_1",
  label: "invoice.pdf",
  status: "done",
  progress: 100,
  message: "invoice.pdf was uploaded",
};
const failed: OperationView = {
  ...running,
  id: "upload_2",
  label: "recipes.zip",
  status: "failed",
  progress: 40,
  message: "The disk is full",
};

const meta = {
  title: "Notifications/ProgressList",
  component: ProgressList,
  args: { operations: [running, done, failed], onDismiss: fn() },
  argTypes: { operations: { control: "object" }, empty: { control: "text" } },
} satisfies Meta<typeof ProgressList>;
export default meta;

type Story = StoryObj<typeof meta>;

export const EveryStatus: Story = {
  play: async ({ args, canvas, userEvent }) => {
    await expect(canvas.getByRole("progressbar", { name: "holiday.jpg" })).toHaveAccessibleDescription("Processing...");
    await userEvent.click(canvas.getByRole("button", { name: "Remove recipes.zip" }));
    await expect(args.onDismiss).toHaveBeenCalledWith("upload_2");
  },
};
export const Empty: Story = { args: { operations: [] } };
export const JustBegun: Story = { args: { operations: [{ ...running, progress: 0, message: undefined }] } };
export const OnlyToLookAt: Story = { render: ({ operations }) => <ProgressList operations={operations} /> };
export const Fifty: Story = {
  args: {
    operations: Array.from({ length: 50 }, (_, place) => ({
      ...([running, done, failed][place % 3] ?? running),
      id: `operation-${place}`,
      label: `operation-${place}`,
    })),
  },
};
export const LongWords: Story = {
  args: {
    operations: [
      { ...running, label: `${"very-".repeat(30)}long-file-name.jpg`, message: "A sentence that goes on. ".repeat(12) },
    ],
  },
};
/** The bar fills from the right. */
export const RightToLeft: Story = {
  globals: { direction: "rtl" },
  args: { operations: [{ ...running, label: "صورة العطلة.jpg", message: "جارٍ الرفع…" }, failed] },
};

/** As it looks while it happens. */
export const Moving: Story = {
  tags: ["!test"],
  render: function Moving(args) {
    const [progress, setProgress] = useState(0);
    useEffect(() => {
      const timer = setInterval(() => setProgress((before) => (before >= 100 ? 0 : before + 5)), 300);
      return () => clearInterval(timer);
    }, []);
    return (
      <ProgressList {...args} operations={[{ ...running, progress, status: progress >= 100 ? "done" : "running" }]} />
    );
  },
};

import type { Meta, StoryObj } from "@storybook/react-vite";
import { sampleRecord } from "@tidings/contracts/records";
import { useState } from "react";
import { expect, fn } from "storybook/test";
import { RecordCard } from "./record-card.tsx";

const meta = {
  title: "Records/RecordCard",
  component: RecordCard,
  args: { record: sampleRecord, onEdit: fn() },
  argTypes: { record: { control: "object" }, format: { control: false } },
} satisfies Meta<typeof RecordCard>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Private: Story = {
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Edit Blood test" }));
    await expect(args.onEdit).toHaveBeenCalledWith(sampleRecord);
  },
};
/** Someone else's that everyone sees: nothing to change here. */
export const Shared: Story = {
  render: (args) => <RecordCard record={{ ...args.record, visibility: "everyone", revision: 3 }} owner="By Grace" />,
};
export const TitleAlone: Story = { args: { record: { ...sampleRecord, details: "" } } };
export const Long: Story = {
  args: {
    record: {
      ...sampleRecord,
      title: "Findings of the second examination of the left wrist, with everything that was said about it",
      details: `${"All values within range. ".repeat(30)}\nhttps://example.com/${"a-very-long-address/".repeat(12)}`,
    },
  },
};
export const RightToLeft: Story = { globals: { direction: "rtl" } };

/** Press the button: a new revision lights the card up. */
export const Changing: Story = {
  render: function Changing(args) {
    const [record, setRecord] = useState(args.record);
    return (
      <RecordCard
        record={record}
        onEdit={() => setRecord({ ...record, title: "Blood test, again", revision: record.revision + 1 })}
      />
    );
  },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.click(canvas.getByRole("button"));
    await expect(canvas.getByRole("article", { name: "Blood test, again" })).toBeVisible();
    await expect(canvasElement.querySelectorAll("[data-slot=record-card-highlight]")).toHaveLength(1);
  },
};

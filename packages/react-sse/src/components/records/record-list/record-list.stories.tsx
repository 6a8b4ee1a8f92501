import type { Meta, StoryObj } from "@storybook/react-vite";
import { type HealthRecord, sampleRecord } from "@tidings/contracts/records";
import { expect, fn } from "storybook/test";
import { RecordCard } from "../record-card/record-card.tsx";
import { RecordList } from "./record-list.tsx";

const rows: readonly HealthRecord[] = [
  sampleRecord,
  { ...sampleRecord, id: "2", title: "Allergies", details: "Birch and hazel" },
  { ...sampleRecord, id: "3", title: "Opening hours in March", visibility: "everyone" },
];

const meta = {
  title: "Records/RecordList",
  component: RecordList<HealthRecord>,
  args: {
    title: "My records",
    rows,
    status: "ready",
    empty: "No records yet. What you add appears on all your devices.",
    onRetry: fn(),
    children: (record) => <RecordCard record={record} />,
  },
  argTypes: { rows: { control: "object" }, children: { control: false }, aside: { control: false } },
} satisfies Meta<typeof RecordList<HealthRecord>>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Ready: Story = {};
export const Loading: Story = { args: { rows: [], status: "loading" } };
export const LoadingAgain: Story = { args: { status: "loading" } };
export const Empty: Story = { args: { rows: [] } };
export const Failed: Story = {
  args: { rows: [], status: "error", error: "The server did not answer." },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: /^Try again.*My records$/ }));
    await expect(args.onRetry).toHaveBeenCalledOnce();
  },
};
/** Old cards stay where they are. */
export const FailedWithOldCards: Story = { args: { error: "The server did not answer." } };
export const RightToLeft: Story = { globals: { direction: "rtl" } };

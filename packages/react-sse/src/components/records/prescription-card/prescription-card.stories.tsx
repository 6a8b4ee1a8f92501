import type { Meta, StoryObj } from "@storybook/react-vite";
import { prescriptionStatuses, samplePrescription } from "@tidings/contracts/records";
import { useState } from "react";
import { expect } from "storybook/test";
import { PrescriptionCard } from "./prescription-card.tsx";
import { PrescriptionStatusBadge } from "./prescription-status-badge.tsx";

const meta = {
  title: "Records/PrescriptionCard",
  component: PrescriptionCard,
  args: { prescription: samplePrescription },
  argTypes: { prescription: { control: "object" }, renderActions: { control: false } },
} satisfies Meta<typeof PrescriptionCard>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Pending: Story = { args: { prescription: { ...samplePrescription, status: "pending" } } };
export const Approved: Story = { args: { prescription: { ...samplePrescription, status: "approved" } } };
export const Ready: Story = {};
export const Collected: Story = { args: { prescription: { ...samplePrescription, status: "collected" } } };
export const Cancelled: Story = { args: { prescription: { ...samplePrescription, status: "cancelled" } } };
export const WithoutDosage: Story = { args: { prescription: { ...samplePrescription, dosage: "" } } };

/** The statuses alone; a newer server may know one that this page does not. */
export const Badges: Story = {
  render: () => (
    <div className="tidings-cluster">
      {[...prescriptionStatuses, "on hold"].map((status) => (
        <PrescriptionStatusBadge key={status} status={status} />
      ))}
    </div>
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getByText("on hold").closest("[data-tone]")).toHaveAttribute("data-tone", "neutral");
  },
};

/** Press the button: the badge settles in anew and the card lights up. */
export const Moving: Story = {
  render: function Moving(args) {
    const [step, setStep] = useState(0);
    const status = prescriptionStatuses[step % prescriptionStatuses.length] ?? "pending";
    return (
      <PrescriptionCard
        prescription={{ ...args.prescription, status }}
        patient="Ada"
        renderActions={() => (
          <button type="button" className="tidings-button" data-size="small" onClick={() => setStep(step + 1)}>
            Move it on
          </button>
        )}
      />
    );
  },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.click(canvas.getByRole("button"));
    await expect(canvas.getByText("Approved")).toBeInTheDocument();
    await expect(canvasElement.querySelectorAll("[data-slot=record-card-highlight]")).toHaveLength(1);
  },
};

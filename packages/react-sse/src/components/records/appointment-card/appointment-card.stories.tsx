import type { Meta, StoryObj } from "@storybook/react-vite";
import { sampleAppointment } from "@tidings/contracts/records";
import { useState } from "react";
import { expect } from "storybook/test";
import { AppointmentCard } from "./appointment-card.tsx";
import { AppointmentReminder } from "./appointment-reminder.tsx";

const meta = {
  title: "Records/AppointmentCard",
  component: AppointmentCard,
  args: { appointment: sampleAppointment },
  argTypes: { appointment: { control: "object" }, renderActions: { control: false }, format: { control: false } },
} satisfies Meta<typeof AppointmentCard>;
export default meta;

type Story = StoryObj<typeof meta>;

const remindedAt = "2026-02-26T08:00:00.000Z";

export const Waiting: Story = {};
export const Reminded: Story = { args: { appointment: { ...sampleAppointment, remindedAt } } };
export const Cancelled: Story = { args: { appointment: { ...sampleAppointment, cancelled: true } } };
export const WithoutPlace: Story = { args: { appointment: { ...sampleAppointment, location: "" } } };

/** The reminders alone, however long before. */
export const Reminders: Story = {
  render: () => (
    <div className="tidings-cluster">
      {[0, 1, 45, 60, 180, 1440, 4320].map((remindMinutes) => (
        <AppointmentReminder key={remindMinutes} appointment={{ ...sampleAppointment, remindMinutes }} />
      ))}
    </div>
  ),
  play: async ({ canvas }) => {
    for (const words of ["at the start", "1 minute before", "45 minutes before", "1 hour before", "3 days before"]) {
      await expect(canvas.getByText(`Reminder ${words}`)).toBeVisible();
    }
  },
};

/** Press the button: the reminder comes and the card lights up. */
export const Reminding: Story = {
  render: function Reminding(args) {
    const [appointment, setAppointment] = useState(args.appointment);
    return (
      <AppointmentCard
        appointment={appointment}
        renderActions={() => (
          <button
            type="button"
            className="tidings-button"
            data-size="small"
            onClick={() => setAppointment({ ...appointment, remindedAt })}
          >
            Remind
          </button>
        )}
      />
    );
  },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.click(canvas.getByRole("button"));
    await expect(canvas.getByText("Coming up")).toBeInTheDocument();
    await expect(canvasElement.querySelectorAll("[data-slot=record-card-highlight]")).toHaveLength(1);
  },
};

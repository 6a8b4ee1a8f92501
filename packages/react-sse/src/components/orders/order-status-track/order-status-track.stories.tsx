import type { Meta, StoryObj } from "@storybook/react-vite";
import { orderStatuses } from "@tidings/contracts/orders";
import { expect } from "storybook/test";
import { OrderStatusTrack } from "./order-status-track.tsx";

const meta = {
  title: "Orders/OrderStatusTrack",
  component: OrderStatusTrack,
  args: { status: "Preparing" },
  argTypes: { status: { control: "select", options: [...orderStatuses, "Held at Customs"] } },
} satisfies Meta<typeof OrderStatusTrack>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Every: Story = {
  render: () => (
    <div className="tidings-stack" data-gap="loose">
      {orderStatuses.map((status) => (
        <OrderStatusTrack key={status} status={status} aria-label={`Progress, ${status}`} />
      ))}
    </div>
  ),
};

export const Underway: Story = {
  play: async ({ canvas }) => {
    const current = canvas.getAllByRole("listitem").filter((step) => step.getAttribute("aria-current") === "step");
    await expect(current).toHaveLength(1);
    await expect(current[0]).toHaveTextContent("Now: Preparing");
  },
};
export const Delivered: Story = { args: { status: "Delivered" } };
export const Cancelled: Story = { args: { status: "Cancelled" } };
export const Unknown: Story = { args: { status: "Held at Customs" } };

/** Where there is no room, only the current step keeps its words. */
export const Narrow: Story = {
  render: (args) => (
    <div className="tidings-panel story-narrow">
      <OrderStatusTrack {...args} />
    </div>
  ),
};

import type { Meta, StoryObj } from "@storybook/react-vite";
import { orderStatuses } from "@tidings/contracts/orders";
import { useState } from "react";
import { expect } from "storybook/test";
import { OrderStatusBadge } from "./order-status-badge.tsx";

const meta = {
  title: "Orders/OrderStatusBadge",
  component: OrderStatusBadge,
  args: { status: "Preparing" },
  argTypes: { status: { control: "select", options: [...orderStatuses, "Held at Customs"] } },
} satisfies Meta<typeof OrderStatusBadge>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Every: Story = {
  render: () => (
    <div className="tidings-cluster">
      {orderStatuses.map((status) => (
        <OrderStatusBadge key={status} status={status} />
      ))}
    </div>
  ),
};

export const Received: Story = { args: { status: "Order Received" } };
export const Preparing: Story = {};
export const OutForDelivery: Story = { args: { status: "Out for Delivery" } };
export const Delivered: Story = { args: { status: "Delivered" } };
export const Cancelled: Story = { args: { status: "Cancelled" } };

/** A newer server may know a status that this page does not. */
export const Unknown: Story = {
  args: { status: "Held at Customs" },
  play: async ({ canvas }) => {
    await expect(canvas.getByText("Held at Customs").closest("[data-tone]")).toHaveAttribute("data-tone", "neutral");
  },
};

/** Press the button: the badge settles in anew with every change. */
export const Changing: Story = {
  render: function Changing() {
    const [step, setStep] = useState(0);
    return (
      <div className="tidings-cluster">
        <OrderStatusBadge status={orderStatuses[step % orderStatuses.length] ?? ""} />
        <button type="button" className="tidings-button" data-size="small" onClick={() => setStep(step + 1)}>
          Change it
        </button>
      </div>
    );
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button"));
    await expect(canvas.getByText("Preparing")).toBeInTheDocument();
  },
};

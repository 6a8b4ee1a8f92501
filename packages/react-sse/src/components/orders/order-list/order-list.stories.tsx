import type { Meta, StoryObj } from "@storybook/react-vite";
import { type Order, sampleOrders } from "@tidings/contracts/orders";
import { useState } from "react";
import { expect, fn } from "storybook/test";
import { OrderList } from "./order-list.tsx";

const [received] = sampleOrders;
const thousand: Order[] = Array.from({ length: 1000 }, (_, place) => ({
  ...(sampleOrders.at(place % sampleOrders.length) ?? received),
  id: `order-${place}`,
  order_code: `ORD-${String(place).padStart(6, "0")}`,
}));

const meta = {
  title: "Orders/OrderList",
  component: OrderList,
  args: { orders: [...sampleOrders], status: "ready", onCancel: fn(), onRetry: fn() },
  argTypes: { orders: { control: "object" }, format: { control: false }, emptyAction: { control: false } },
} satisfies Meta<typeof OrderList>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Ready: Story = {};
export const Loading: Story = { args: { orders: [], status: "loading" } };
export const LoadingAgain: Story = { args: { status: "loading" } };
export const Empty: Story = {
  args: {
    orders: [],
    emptyAction: (
      <button type="button" className="tidings-button" data-variant="primary">
        Place an order
      </button>
    ),
  },
};
export const Failed: Story = {
  args: { orders: [], status: "error", error: "The server did not answer within 10 seconds." },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: /try again/i }));
    await expect(args.onRetry).toHaveBeenCalledOnce();
  },
};
/** Old orders stay where they are: better late news than none. */
export const FailedWithOldOrders: Story = { args: { status: "error", error: "The server did not answer." } };
export const Older: Story = {
  args: { older: "more", onLoadOlder: fn() },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Show older orders" }));
    await expect(args.onLoadOlder).toHaveBeenCalledOnce();
  },
};
export const LoadingOlder: Story = { args: { older: "loading", onLoadOlder: fn() } };
export const RightToLeft: Story = { globals: { direction: "rtl" } };
export const Cancelling: Story = { args: { cancelling: [received.id] } };

/** Press the button: one order changes, and its card alone lights up. */
export const Changing: Story = {
  render: function Changing(args) {
    const [orders, setOrders] = useState(args.orders);
    const deliver = () =>
      setOrders(
        orders.map((order) =>
          order.order_status === "Out for Delivery"
            ? { ...order, order_status: "Delivered", revision: order.revision + 1 }
            : order,
        ),
      );
    return (
      <div className="tidings-stack">
        <div>
          <button type="button" className="tidings-button" onClick={deliver}>
            Deliver what is on its way
          </button>
        </div>
        <OrderList {...args} orders={orders} />
      </div>
    );
  },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: /deliver/i }));
    await expect(canvasElement.querySelectorAll("[data-slot=order-card-highlight]")).toHaveLength(1);
  },
};

/** A thousand orders: cards out of sight are not laid out. axe reads the first ones in the other stories. */
export const Thousand: Story = {
  args: { orders: thousand },
  parameters: { a11y: { test: "off" } },
  play: async ({ canvasElement }) => {
    const cards = canvasElement.querySelectorAll("article");
    await expect(cards).toHaveLength(1000);
    await expect(cards.item(999).checkVisibility({ contentVisibilityAuto: true })).toBe(false);
  },
};

import type { Meta, StoryObj } from "@storybook/react-vite";
import { type Order, sampleOrders } from "@tidings/contracts/orders";
import { useState } from "react";
import { expect, fn } from "storybook/test";
import { nextOrderStatus } from "../order-progress.ts";
import { OrderCard } from "./order-card.tsx";

const [received, preparing, onItsWay, delivered] = sampleOrders;
const long: Order = {
  ...preparing,
  order_code: "ORD-LONGEST-CODE-THAT-A-SHOP-EVER-GAVE-0001",
  items: Array.from({ length: 9 }, (_, line) => ({
    name:
      line === 0
        ? "A tasting box of everything that the bakery makes on a Saturday, wrapped as a present"
        : `Dish ${line}`,
    qty: line + 1,
    unit_price: 1234.5,
  })),
  total_qty: 45,
  final_amount: 55_552.5,
};

const meta = {
  title: "Orders/OrderCard",
  component: OrderCard,
  args: { order: received, onCancel: fn() },
  argTypes: { order: { control: "object" }, format: { control: false } },
} satisfies Meta<typeof OrderCard>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Received: Story = {};
export const Preparing: Story = { args: { order: preparing } };
export const OutForDelivery: Story = { args: { order: onItsWay } };
export const Delivered: Story = { args: { order: delivered } };
export const Cancelled: Story = { args: { order: { ...received, order_status: "Cancelled" } } };

/** The button turns into a question; the safe answer has the focus. */
export const AskingToCancel: Story = {
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: /cancel order/i }));
    await expect(canvas.getByRole("button", { name: /keep it/i })).toHaveFocus();
  },
};
export const Cancelling: Story = {
  args: { cancelling: true },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: /cancelling/i }));
    await expect(args.onCancel).not.toHaveBeenCalled();
  },
};

/** For admins: the next status is one press away. */
export const Advancing: Story = {
  args: { onAdvance: fn() },
  render: function Advancing(args) {
    const [order, setOrder] = useState(args.order);
    return (
      <OrderCard
        {...args}
        order={order}
        onAdvance={(_, order_status) => setOrder({ ...order, order_status, revision: order.revision + 1 })}
      />
    );
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: /mark as preparing/i }));
    await expect(canvas.queryByRole("button", { name: /cancel/i })).not.toBeInTheDocument();
    await expect(
      canvas.getByRole("button", { name: new RegExp(`mark as ${nextOrderStatus("Preparing")}`, "i") }),
    ).toHaveFocus();
  },
};

/** Much text, many items, a large total: nothing breaks out, the rest is folded away. */
export const Long: Story = { args: { order: long } };

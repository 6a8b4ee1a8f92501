import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, within } from "storybook/test";
import { EventToaster } from "./event-toaster.tsx";
import { sonnerAdapter } from "./sonner-adapter.tsx";

const meta = {
  title: "Toasts/EventToaster",
  component: EventToaster,
  args: { expand: true, visibleToasts: 6, duration: Number.POSITIVE_INFINITY },
  beforeEach: () => async () => {
    const { toast } = await import("sonner");
    toast.dismiss();
  },
} satisfies Meta<typeof EventToaster>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Every tone that an event's display can have. */
export const Tones: Story = {
  play: async ({ canvasElement }) => {
    const { toast } = await import("sonner");
    const page = within(canvasElement.ownerDocument.body);
    const received = { message: "ORD-A7X3B2 — Order Received", tone: "neutral", event: "x", count: 1 } as const;
    sonnerAdapter({ ...received, announce: "polite" });
    toast.info("ORD-A7X3B2 — Preparing");
    toast.warning("ORD-A7X3B2 — Out for Delivery");
    toast.success("ORD-A7X3B2 — Delivered", { description: "Left with the neighbour on the second floor" });
    toast.error("ORD-A7X3B2 — Cancelled", { action: { label: "Undo", onClick: () => {} } });
    await expect(await page.findByText("ORD-A7X3B2 — Cancelled")).toBeInTheDocument();
  },
};

/** Before the first toast there is only an empty live region, so that the first one is heard. */
export const Waiting: Story = {
  play: async ({ canvasElement }) => {
    const region = await within(canvasElement.ownerDocument.body).findByRole("region", { name: /notifications/i });
    await expect(region).toHaveAttribute("aria-live", "polite");
  },
};

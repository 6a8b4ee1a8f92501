import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, waitFor } from "storybook/test";
import { manyNotifications, sampleNotifications, sampleNow } from "../../../testing/sample-notifications.ts";
import type { ConnectionView } from "../../connection/connection-indicator/connection-view.ts";
import { NotificationCenter } from "./notification-center.tsx";

const open: ConnectionView = { state: "open", freshness: "live", attempt: 0, retryAt: undefined };

const meta = {
  title: "Notifications/NotificationCenter",
  component: NotificationCenter,
  args: {
    notifications: sampleNotifications,
    now: sampleNow,
    onRead: fn(),
    onReadAll: fn(),
    onClear: fn(),
    connection: open,
  },
  argTypes: { notifications: { control: "object" } },
  decorators: [
    // Room for the panel, which lies above everything.
    (Story) => (
      <div style={{ minBlockSize: "34rem", display: "flex", justifyContent: "end", alignItems: "start" }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof NotificationCenter>;
export default meta;

type Story = StoryObj<typeof meta>;

const opened: Story["play"] = async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole("button", { name: /^Notifications,/ }));
  await expect(canvas.getByRole("region", { name: "Notifications" })).toBeVisible();
};

export const Unread: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("button")).toHaveAccessibleName("Notifications, 3 unread");
  },
};
export const NothingUnread: Story = {
  args: { notifications: sampleNotifications.slice(3) },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole("button")).toHaveAccessibleName("Notifications, nothing unread");
  },
};
export const ManyUnread: Story = {
  args: { notifications: [...manyNotifications, ...manyNotifications.map((item) => ({ ...item, id: `${item.id}+` }))] },
  play: async ({ canvas }) => {
    await expect(canvas.getByText("99+")).toBeVisible();
  },
};
export const Open: Story = { play: opened };
export const OpenEmpty: Story = { args: { notifications: [] }, play: opened };
/** A hundred scroll inside the panel, by keyboard too; the page stays where it is. */
export const OpenWithAHundred: Story = { args: { notifications: manyNotifications }, play: opened };
export const OpenConnecting: Story = {
  args: { notifications: [], connection: { ...open, state: "connecting", freshness: "unknown" } },
  play: opened,
};
/** What is there may be late, and the panel says so. */
export const OpenOffline: Story = {
  args: { connection: { ...open, state: "offline", freshness: "stale" }, onReconnect: fn() },
  play: async (context) => {
    await opened(context);
    await context.userEvent.click(context.canvas.getByRole("button", { name: "Try now" }));
    await expect(context.args.onReconnect).toHaveBeenCalledOnce();
  },
};
export const OpenRightToLeft: Story = { globals: { direction: "rtl" }, play: opened };

/** From the bell into the panel by Tab, out of it by Escape, and back on the bell. */
export const ByKeyboard: Story = {
  play: async ({ args, canvas, userEvent }) => {
    const bell = canvas.getByRole("button", { name: /^Notifications,/ });
    bell.focus();
    await userEvent.keyboard("{Enter}");
    await expect(bell).toHaveAttribute("aria-expanded", "true");
    const readAll = canvas.getByRole("button", { name: "Mark all as read" });
    readAll.focus();
    await userEvent.keyboard("{Enter}");
    await expect(args.onReadAll).toHaveBeenCalledOnce();
  },
};

/** A press beside the panel closes it. */
export const PressedAway: Story = {
  play: async (context) => {
    await opened(context);
    const bell = context.canvas.getByRole("button", { name: /^Notifications,/ });
    await context.userEvent.click(bell);
    await waitFor(() => expect(bell).toHaveAttribute("aria-expanded", "false"));
    await expect(context.canvas.queryByRole("region", { name: "Notifications" })).toBeNull();
  },
};

import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState } from "react";
import { expect, fn } from "storybook/test";
import { manyNotifications, sampleNotifications, sampleNow } from "../../../testing/sample-notifications.ts";
import { NotificationList } from "./notification-list.tsx";

const meta = {
  title: "Notifications/NotificationList",
  component: NotificationList,
  args: { notifications: sampleNotifications, now: sampleNow, onRead: fn(), onReadAll: fn(), onClear: fn() },
  argTypes: { notifications: { control: "object" } },
} satisfies Meta<typeof NotificationList>;
export default meta;

type Story = StoryObj<typeof meta>;

export const ReadAndUnread: Story = {};
export const Empty: Story = {
  args: { notifications: [] },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Clear" }));
    await expect(args.onClear).not.toHaveBeenCalled();
  },
};
export const AllRead: Story = {
  args: { notifications: sampleNotifications.map((item) => ({ ...item, isRead: true })) },
};
/** Nothing to press: the page only shows them. */
export const OnlyToLookAt: Story = {
  render: ({ notifications, now }) => <NotificationList notifications={notifications} now={now} />,
};
export const AHundred: Story = { args: { notifications: manyNotifications } };
export const LongWords: Story = {
  args: {
    notifications: [
      {
        id: "e:1",
        tone: "warning",
        title: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        text: `https://example.com/${"a-very-long-address/".repeat(12)}`,
        at: sampleNow,
        isRead: false,
      },
      { id: "e:2", tone: "info", text: "A sentence that goes on and on. ".repeat(12), at: sampleNow, isRead: true },
    ],
  },
};
/** The page reads from the right; each text goes its own way. */
export const RightToLeft: Story = {
  globals: { direction: "rtl" },
  args: {
    notifications: [
      { id: "e:6", tone: "success", title: "تم", text: "تم رفع الملف holiday.jpg بنجاح", at: sampleNow, isRead: false },
      ...sampleNotifications.slice(2),
    ],
  },
};

/** Marking one leaves the focus where it was, so that the next key press goes on from there. */
export const Marking: Story = {
  render: function Marking(args) {
    const [notifications, setNotifications] = useState(args.notifications);
    return (
      <NotificationList
        {...args}
        notifications={notifications}
        onRead={(id, isRead) =>
          setNotifications(notifications.map((item) => (item.id === id ? { ...item, isRead } : item)))
        }
        onReadAll={() => setNotifications(notifications.map((item) => ({ ...item, isRead: true })))}
        onClear={() => setNotifications([])}
      />
    );
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Mark as read: The upload failed" }));
    await expect(canvas.getByRole("button", { name: "Mark as unread: The upload failed" })).toHaveFocus();
    const readAll = canvas.getByRole("button", { name: "Mark all as read" });
    await userEvent.click(readAll);
    await expect(canvas.queryByText("New")).toBeNull();
    await expect(readAll).toHaveFocus();
    await userEvent.click(canvas.getByRole("button", { name: "Clear" }));
    await expect(canvas.getByText(/all caught up/)).toBeVisible();
  },
};

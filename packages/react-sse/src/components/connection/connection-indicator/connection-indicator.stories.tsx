import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn } from "storybook/test";
import { ConnectionIndicator } from "./connection-indicator.tsx";
import type { ConnectionView } from "./connection-view.ts";

const live: ConnectionView = { state: "open", freshness: "live", attempt: 0, retryAt: undefined };
const reconnecting: ConnectionView = { state: "reconnecting", freshness: "stale", attempt: 3, retryAt: 8_000 };
const views: readonly ConnectionView[] = [
  live,
  { ...live, state: "idle", freshness: "unknown" },
  { ...live, state: "connecting", freshness: "unknown" },
  { ...live, freshness: "catching-up" },
  reconnecting,
  { ...live, state: "offline", freshness: "stale" },
  { ...live, freshness: "reloaded" },
  { ...live, freshness: "stale" },
  { ...live, state: "closed", freshness: "stale" },
];

const meta = {
  title: "Connection/ConnectionIndicator",
  component: ConnectionIndicator,
  args: { status: live, now: 0, onReconnect: fn() },
} satisfies Meta<typeof ConnectionIndicator>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Every: Story = {
  render: (args) => (
    <div className="tidings-cluster">
      {views.map((status) => (
        <ConnectionIndicator key={`${status.state} ${status.freshness}`} {...args} status={status} />
      ))}
    </div>
  ),
};
export const Compact: Story = {
  render: (args) => (
    <div className="tidings-cluster">
      {views.map((status) => (
        <ConnectionIndicator
          key={`${status.state} ${status.freshness}`}
          {...args}
          status={status}
          compact
          onReconnect={undefined}
        />
      ))}
    </div>
  ),
};

export const Live: Story = {};
export const NotConnected: Story = { args: { status: { ...live, state: "idle", freshness: "unknown" } } };
export const Connecting: Story = { args: { status: { ...live, state: "connecting", freshness: "unknown" } } };
export const Reconnecting: Story = {
  args: { status: reconnecting },
  play: async ({ canvas }) => {
    const words = canvas.getByText("Connection lost. Retrying in 8 s");
    await expect(words).toBeVisible();
    // Beside the words, on a phone as well.
    const button = canvas.getByRole("button", { name: "Try now" });
    await expect(button.getBoundingClientRect().top).toBeLessThan(words.getBoundingClientRect().bottom);
  },
};
export const Offline: Story = { args: { status: { ...live, state: "offline", freshness: "stale" } } };
export const CatchingUp: Story = { args: { status: { ...live, freshness: "catching-up" } } };
export const Reloaded: Story = { args: { status: { ...live, freshness: "reloaded" } } };
export const OutOfDate: Story = { args: { status: { ...live, freshness: "stale" } } };
export const SignedOut: Story = {
  args: {
    status: { ...live, state: "closed", freshness: "stale", error: { code: "http", status: 401, errors: [] } },
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByText("Signed out. Sign in again to get updates")).toBeVisible();
  },
};
export const NotAllowed: Story = {
  args: {
    status: {
      ...live,
      state: "closed",
      freshness: "stale",
      error: { code: "http", status: 403, errors: ["Only the people of a conversation may read it"] },
    },
  },
};
export const Stopped: Story = {
  args: { status: { ...live, state: "closed", freshness: "stale" } },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole("button", { name: "Try again" }));
    await expect(args.onReconnect).toHaveBeenCalledOnce();
  },
};

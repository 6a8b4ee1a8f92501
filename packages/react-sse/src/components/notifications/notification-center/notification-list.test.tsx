import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sampleNotifications, sampleNow } from "../../../testing/sample-notifications.ts";
import { NotificationCenter } from "./notification-center.tsx";
import { NotificationList } from "./notification-list.tsx";

beforeEach(() => {
  vi.useFakeTimers({ now: sampleNow });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const entry = (text: string) => screen.getByText(text).closest("li") ?? expect.unreachable();

test("status is icon, text and colour together", () => {
  render(<NotificationList notifications={sampleNotifications} now={sampleNow} />);
  const failed = entry("The upload failed");
  expect(failed.querySelector("svg")).not.toBeNull();
  expect(failed.dataset).toMatchObject({ tone: "danger", status: "unread" });
  expect(failed.textContent).toBe("The upload failedNewProblemnow");
  expect(entry("Thanks for joining!").textContent).toBe("Welcome!Thanks for joining!yesterday");
});

test("one is marked as read, or as unread again", () => {
  const onRead = vi.fn();
  render(<NotificationList notifications={sampleNotifications} now={sampleNow} onRead={onRead} />);
  fireEvent.click(within(entry("The upload failed")).getByRole("button", { name: "Mark as read: The upload failed" }));
  fireEvent.click(within(entry("Welcome!")).getByRole("button", { name: "Mark as unread: Welcome!" }));
  expect(onRead.mock.calls).toEqual([
    ["e:5", true],
    ["e:2", false],
  ]);
});

test("all are marked as read or forgotten, and what there is nothing to do for does nothing", () => {
  const [onReadAll, onClear] = [vi.fn(), vi.fn()];
  const show = (notifications: typeof sampleNotifications) => (
    <NotificationList notifications={notifications} now={sampleNow} onReadAll={onReadAll} onClear={onClear} />
  );
  const press = () => {
    fireEvent.click(screen.getByRole("button", { name: "Mark all as read" }));
    fireEvent.click(screen.getByRole("button", { name: "Clear" }));
  };
  const { rerender } = render(show(sampleNotifications));
  press();
  expect([onReadAll.mock.calls.length, onClear.mock.calls.length]).toEqual([1, 1]);
  rerender(show(sampleNotifications.slice(3)));
  press();
  expect([onReadAll.mock.calls.length, onClear.mock.calls.length]).toEqual([1, 2]);
  rerender(show([]));
  press();
  expect([onReadAll.mock.calls.length, onClear.mock.calls.length]).toEqual([1, 2]);
});

test("times grow older by themselves; without anything to date, no timer runs", () => {
  const [first] = sampleNotifications;
  if (!first) return expect.unreachable();
  const { rerender, unmount } = render(<NotificationList notifications={[first]} />);
  const time = () => entry(first.text).querySelector("time")?.textContent;
  expect(time()).toBe("now");
  act(() => vi.advanceTimersByTime(120_000));
  expect(time()).toBe("2 minutes ago");
  rerender(<NotificationList notifications={[]} />);
  expect(vi.getTimerCount()).toBe(0);
  rerender(<NotificationList notifications={[first]} />);
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});

test("a server's times are exact: how long ago waits for the browser's clock", () => {
  expect(renderToString(<NotificationList notifications={sampleNotifications} />)).not.toContain("ago");
});

test("it is no live region", () => {
  const { container } = render(<NotificationCenter notifications={sampleNotifications} now={sampleNow} />);
  expect(container.querySelector("[role=status], [role=alert], [role=log], [aria-live]")).toBeNull();
});

test.each([
  [0, "Notifications, nothing unread", ""],
  [3, "Notifications, 3 unread", "3"],
  [100, "Notifications, 99+ unread", "99+"],
])("the bell counts %i unread", (count, name, shown) => {
  const unread = Array.from({ length: count }, (_, place) => ({
    id: `e:${place}`,
    tone: "info" as const,
    text: "x",
    at: 0,
    isRead: false,
  }));
  render(<NotificationCenter notifications={unread} now={sampleNow} />);
  expect(screen.getByRole("button", { name }).textContent).toBe(shown);
});

test("the panel says that it may be late while the connection is not open, and only then", () => {
  const open = { state: "open", freshness: "live", attempt: 0, retryAt: undefined } as const;
  const show = (connection: Parameters<typeof NotificationCenter>[0]["connection"]) => (
    <NotificationCenter notifications={[]} connection={connection} />
  );
  const { container, rerender } = render(show(open));
  expect(container.querySelector("[data-slot=connection-indicator]")).toBeNull();
  rerender(show({ ...open, state: "offline", freshness: "stale" }));
  expect(container.querySelector("[data-slot=connection-indicator]")?.textContent).toBe("Offline");
});

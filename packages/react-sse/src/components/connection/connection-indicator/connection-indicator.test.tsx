import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConnectionIndicator } from "./connection-indicator.tsx";
import type { ConnectionView } from "./connection-view.ts";

const live: ConnectionView = { state: "open", freshness: "live", attempt: 0, retryAt: undefined };
const reconnecting: ConnectionView = { state: "reconnecting", freshness: "stale", attempt: 3, retryAt: 3_000 };

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("dot, icon and words are always together", () => {
  const { container } = render(<ConnectionIndicator status={live} />);
  const indicator = container.querySelector("[data-slot=connection-indicator]");
  expect(indicator?.textContent).toBe("Live");
  expect(indicator?.querySelector("[data-slot=connection-dot]")).not.toBeNull();
  expect(indicator?.querySelector("svg")).not.toBeNull();
  expect(indicator?.getAttribute("data-state")).toBe("open");
});

test("it is no live region", () => {
  const { container } = render(<ConnectionIndicator status={reconnecting} />);
  expect(container.querySelector("[role=status], [role=alert], [aria-live]")).toBeNull();
});

test("it counts down by itself, and no timer runs once there is nothing to wait for", () => {
  const { container, rerender } = render(<ConnectionIndicator status={reconnecting} />, { wrapper: StrictMode });
  const texts = [container.textContent];
  for (let second = 0; second < 3; second++) {
    act(() => vi.advanceTimersByTime(1_000));
    texts.push(container.textContent);
  }
  expect(texts).toEqual([
    "Connection lost. Retrying in 3 s",
    "Connection lost. Retrying in 2 s",
    "Connection lost. Retrying in 1 s",
    "Connection lost. Retrying…",
  ]);
  expect(vi.getTimerCount()).toBe(0);

  rerender(<ConnectionIndicator status={{ ...reconnecting, retryAt: 9_000 }} />);
  expect(vi.getTimerCount()).toBe(1);
  rerender(<ConnectionIndicator status={live} />);
  expect(vi.getTimerCount()).toBe(0);
});

test("leaving the page leaves no timer", () => {
  const { unmount } = render(<ConnectionIndicator status={reconnecting} />);
  expect(vi.getTimerCount()).toBe(1);
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});

test("a server's countdown waits for the browser's clock", () => {
  expect(renderToString(<ConnectionIndicator status={reconnecting} />)).toContain("Connection lost. Retrying…");
});

test.each(["closed", "reconnecting", "offline"] as const)("%s offers to connect at once", (state) => {
  const onReconnect = vi.fn();
  render(<ConnectionIndicator status={{ ...live, state }} onReconnect={onReconnect} />);
  fireEvent.click(screen.getByRole("button", { name: /try/i }));
  expect(onReconnect).toHaveBeenCalledOnce();
});

test.each(["idle", "connecting", "open"] as const)("%s offers nothing to press", (state) => {
  render(<ConnectionIndicator status={{ ...live, state }} onReconnect={() => {}} />);
  expect(screen.queryByRole("button")).toBeNull();
});

test.each(["closed", "reconnecting", "offline"] as const)(
  "%s offers nothing to press where nobody hears of it",
  (state) => {
    render(<ConnectionIndicator status={{ ...live, state }} />);
    expect(screen.queryByRole("button")).toBeNull();
  },
);

test.each([
  ["closed", "Try again"],
  ["reconnecting", "Try now"],
  ["offline", "Try now"],
] as const)("%s calls it %s", (state, name) => {
  render(<ConnectionIndicator status={{ ...live, state }} onReconnect={() => {}} />);
  expect(screen.getByRole("button").textContent).toBe(name);
});

test("compact says less, but says it", () => {
  const { container } = render(<ConnectionIndicator compact status={{ ...live, freshness: "reloaded" }} />);
  expect(container.textContent).toBe("Reloaded");
});

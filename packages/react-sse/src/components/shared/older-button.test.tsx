import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { RetryButton } from "./failed.tsx";
import { OlderButton } from "./older-button.tsx";

afterEach(cleanup);

it.each([
  ["more", "Show older orders", 1],
  ["failed", "Try again", 1],
  ["loading", "Loading older orders…", 0],
] as const)("while the state is %s the button reads %j, and a press loads %i times", (state, name, times) => {
  const onLoad = vi.fn();
  render(<OlderButton of="orders" state={state} onLoad={onLoad} />);
  fireEvent.click(screen.getByRole("button", { name }));
  expect(onLoad).toHaveBeenCalledTimes(times);
  expect(screen.queryByText("Older orders could not be loaded.") !== null).toBe(state === "failed");
});

it("a press without anybody to load breaks nothing", () => {
  render(<OlderButton of="orders" state="more" onLoad={undefined} />);
  expect(() => fireEvent.click(screen.getByRole("button"))).not.toThrow();
});

it("a button that tries again says of what, where a page has several", () => {
  const onRetry = vi.fn();
  const { rerender } = render(<RetryButton onRetry={onRetry} />);
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(onRetry).toHaveBeenCalledOnce();
  rerender(<RetryButton onRetry={onRetry} of="Records" />);
  expect(screen.getByRole("button", { name: "Try again: Records" })).toBeDefined();
});

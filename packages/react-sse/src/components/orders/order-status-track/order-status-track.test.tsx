import { cleanup, render, screen } from "@testing-library/react";
import { orderStatuses } from "@tidings/contracts/orders";
import { afterEach, expect, test } from "vitest";
import { OrderStatusTrack } from "./order-status-track.tsx";

afterEach(cleanup);

test.each([...orderStatuses, "Held at Customs"])("%s is the one step that is current", (status) => {
  render(<OrderStatusTrack status={status} />);
  const current = screen.getAllByRole("listitem").filter((step) => step.hasAttribute("aria-current"));
  expect(current.map((step) => [step.getAttribute("aria-current"), step.textContent])).toEqual([
    ["step", `Now: ${status}`],
  ]);
});

test("every step is in words, not in shape and colour alone", () => {
  render(<OrderStatusTrack status="Out for Delivery" />);
  expect(screen.getAllByRole("listitem").map((step) => step.textContent)).toEqual([
    "Done: Order Received",
    "Done: Preparing",
    "Now: Out for Delivery",
    "Upcoming: Delivered",
  ]);
});

test("a cancelled order's way ends there, and what was done before was no failure", () => {
  render(<OrderStatusTrack status="Cancelled" />);
  expect(screen.getAllByRole("listitem").map((step) => [step.textContent, step.dataset.tone])).toEqual([
    ["Done: Order Received", "neutral"],
    ["Now: Cancelled", "danger"],
  ]);
});

test("the list has a name, its own or the one it is given", () => {
  const { rerender } = render(<OrderStatusTrack status="Preparing" />);
  expect(screen.getByRole("list", { name: "Order progress" })).toBeDefined();
  rerender(<OrderStatusTrack status="Preparing" aria-label="Progress of ORD-1" />);
  expect(screen.getByRole("list", { name: "Progress of ORD-1" })).toBeDefined();
});

import { cleanup, render, screen } from "@testing-library/react";
import { orderStatuses } from "@tidings/contracts/orders";
import { afterEach, expect, test } from "vitest";
import { OrderStatusBadge } from "./order-status-badge.tsx";

afterEach(cleanup);

const badge = (container: HTMLElement) => container.querySelector("[data-slot=order-status-badge]");

test.each([...orderStatuses, "Held at Customs", "constructor"])("%s shows icon, text and tone together", (status) => {
  const { container } = render(<OrderStatusBadge status={status} />);
  expect(badge(container)?.textContent).toBe(status);
  expect(badge(container)?.querySelector("svg[aria-hidden=true]")).not.toBeNull();
  expect(badge(container)?.getAttribute("data-tone")).toMatch(/^(neutral|info|success|warning|danger)$/);
  expect(badge(container)?.getAttribute("data-status")).toBe(status);
});

test("nothing moves at first; a change is marked and starts anew each time", () => {
  const { container, rerender } = render(<OrderStatusBadge status="Order Received" />);
  const face = () => container.querySelector("[data-slot=order-status-badge-face]");
  expect(face()?.hasAttribute("data-changed")).toBe(false);

  rerender(<OrderStatusBadge status="Preparing" />);
  const first = face();
  expect(first?.hasAttribute("data-changed")).toBe(true);

  rerender(<OrderStatusBadge status="Preparing" />);
  expect(face()).toBe(first);

  rerender(<OrderStatusBadge status="Delivered" />);
  expect(face()).not.toBe(first);
});

test("attributes of a span reach it", () => {
  render(<OrderStatusBadge status="Delivered" className="mine" title="since noon" />);
  expect(screen.getByTitle("since noon").className).toBe("mine");
});

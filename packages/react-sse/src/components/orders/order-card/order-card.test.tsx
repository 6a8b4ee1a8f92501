import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { type Order, type OrderStatus, orderStatuses, sampleOrders } from "@tidings/contracts/orders";
import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createOrderFormat } from "../../../format/order-format.ts";
import { OrderCard, type OrderCardProps } from "./order-card.tsx";

afterEach(cleanup);

const format = createOrderFormat({ locale: "en", timeZone: "UTC" });
const [received] = sampleOrders;
const withStatus = (order_status: OrderStatus): Order => ({ ...received, order_status });

function show(props: Partial<OrderCardProps> = {}) {
  const card = (more: Partial<OrderCardProps> = {}) => (
    <StrictMode>
      <OrderCard order={received} format={format} {...props} {...more} />
    </StrictMode>
  );
  const view = render(card());
  return { ...view, update: (more: Partial<OrderCardProps>) => view.rerender(card(more)) };
}
const button = (name: RegExp) => screen.queryByRole("button", { name });

test("a card says its code, time, items and total", () => {
  show();
  const card = screen.getByRole("article", { name: "ORD-A7X3B2" });
  expect(card.querySelector("time")?.dateTime).toBe("2026-02-26T05:00:00.000Z");
  expect(card.textContent).toContain("Feb 26, 2026, 5:00 AM");
  expect(card.textContent).toContain("2 × Cardamom bun280.00");
  expect(card.textContent).toContain("Total 3 items460.00");
});

test.each(orderStatuses)("brief 000's table: the cancel button of %s", (status) => {
  show({ order: withStatus(status), onCancel: () => {} });
  expect(button(/cancel order/i) !== null).toBe(status === "Order Received");
});

test("a status from a newer server offers nothing and breaks nothing", () => {
  const order = { ...received, order_status: "Held at Customs" };
  // What a server of tomorrow sends has no type today.
  show({ order: order as Order, onCancel: () => {}, onAdvance: () => {} });
  expect(screen.queryAllByRole("button")).toEqual([]);
});

test("C30: its buttons are the kit's, before it asks and while it asks", () => {
  show({ onCancel: () => {}, onAdvance: () => {} });
  const kits = () => screen.getAllByRole("button").map(({ classList }) => classList.contains("tidings-button"));
  expect(kits()).not.toContain(false);
  fireEvent.click(screen.getByRole("button", { name: /^Cancel order/ }));
  expect(kits().length).toBeGreaterThan(2);
  expect(kits()).not.toContain(false);
});

test("without handlers there are no buttons", () => {
  show();
  expect(screen.queryAllByRole("button")).toEqual([]);
});

describe("cancelling", () => {
  test("asks first, with the focus on the safe answer", () => {
    const onCancel = vi.fn();
    show({ onCancel });
    fireEvent.click(screen.getByRole("button", { name: "Cancel order ORD-A7X3B2" }));
    expect(screen.getByRole("group", { name: "Cancel this order? ORD-A7X3B2" })).toBeDefined();
    expect(document.activeElement).toBe(button(/keep it/i));
    expect(onCancel).not.toHaveBeenCalled();

    fireEvent.click(screen.getByRole("button", { name: /yes, cancel it/i }));
    expect(onCancel.mock.calls).toEqual([[received]]);
  });

  test.each(["Keep it", "Escape"])("%s leaves the order alone and gives the focus back", (answer) => {
    const onCancel = vi.fn();
    show({ onCancel });
    fireEvent.click(screen.getByRole("button", { name: /cancel order/i }));
    const keep = screen.getByRole("button", { name: /keep it/i });
    if (answer === "Escape") fireEvent.keyDown(keep, { key: "Escape" });
    else fireEvent.click(keep);
    expect(document.activeElement).toBe(button(/cancel order/i));
    expect(onCancel).not.toHaveBeenCalled();
  });

  test("while it is under way neither answer does anything", () => {
    const onCancel = vi.fn();
    const { update } = show({ onCancel });
    fireEvent.click(screen.getByRole("button", { name: /cancel order/i }));
    update({ cancelling: true });
    fireEvent.click(screen.getByRole("button", { name: /cancelling/i }));
    fireEvent.click(screen.getByRole("button", { name: /keep it/i }));
    fireEvent.keyDown(screen.getByRole("button", { name: /keep it/i }), { key: "Escape" });
    expect(button(/keep it/i)?.getAttribute("aria-disabled")).toBe("true");
    expect(button(/cancelling/i)?.getAttribute("aria-disabled")).toBe("true");
    expect(onCancel).not.toHaveBeenCalled();
  });

  test("while it is under way no question is asked, and a key that is no answer answers nothing", () => {
    const { update } = show({ onCancel: () => {}, cancelling: true });
    fireEvent.click(screen.getByRole("button", { name: /cancelling/i }));
    expect(button(/keep it/i)).toBeNull();
    update({ cancelling: false });
    fireEvent.click(screen.getByRole("button", { name: /cancel order/i }));
    fireEvent.keyDown(screen.getByRole("button", { name: /keep it/i }), { key: "Tab" });
    expect(button(/keep it/i)).not.toBeNull();
  });

  test("an event that takes the question away moves the focus to the card", () => {
    const { update } = show({ onCancel: () => {} });
    fireEvent.click(screen.getByRole("button", { name: /cancel order/i }));
    update({ order: withStatus("Preparing") });
    expect(button(/keep it/i)).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("article"));
  });
});

describe("advancing", () => {
  test("offers the next status and says which", () => {
    const onAdvance = vi.fn();
    show({ order: withStatus("Preparing"), onAdvance });
    fireEvent.click(screen.getByRole("button", { name: "Mark as Out for Delivery ORD-A7X3B2" }));
    expect(onAdvance.mock.calls).toEqual([[withStatus("Preparing"), "Out for Delivery"]]);
  });

  test.each(["Delivered", "Cancelled"] as const)("%s is the end", (status) => {
    show({ order: withStatus(status), onAdvance: () => {} });
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  test("while it is under way the button does nothing", () => {
    const onAdvance = vi.fn();
    show({ onAdvance, advancing: true });
    fireEvent.click(screen.getByRole("button", { name: /saving/i }));
    expect(onAdvance).not.toHaveBeenCalled();
  });
});

test("a change of status lights the card up, the first sight does not", () => {
  const { container, update } = show();
  expect(container.querySelector("[data-slot=order-card-highlight]")).toBeNull();
  update({ order: withStatus("Preparing") });
  expect(container.querySelector("[data-slot=order-card-highlight]")).not.toBeNull();
});

test("one item is told as one, and no number as what it is", () => {
  const { container, update } = show({ order: { ...received, total_qty: 1 } });
  const count = () => container.querySelector("[data-slot=order-total-count]")?.textContent;
  expect(count()).toBe("1 item");
  update({ order: { ...received, total_qty: 0 } });
  expect(count()).toBe("0 items");
  update({ order: { ...received, total_qty: 1_234 } });
  expect(count()).toBe("1,234 items");
});

test("more than five items are folded away behind their number", () => {
  const items = Array.from({ length: 6 }, (_, line) => ({ name: `Dish ${line}`, qty: 1, unit_price: 1 }));
  const { update } = show({ order: { ...received, items: items.slice(1) } });
  expect(screen.queryByText(/more items/)).toBeNull();
  update({ order: { ...received, items } });
  expect(screen.getByText("and 2 more items")).toBeDefined();
});

test("a server renders it without a style attribute, which a strict policy would refuse", () => {
  const html = renderToString(<OrderCard order={received} format={format} onCancel={() => {}} />);
  expect(html).toContain("ORD-A7X3B2");
  expect(html).not.toContain("style=");
});

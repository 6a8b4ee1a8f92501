import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { type Order, sampleOrders } from "@tidings/contracts/orders";
import { Profiler } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";
import { OrderList } from "./order-list.tsx";

afterEach(cleanup);

const orders: readonly Order[] = sampleOrders;
const [received, preparing] = sampleOrders;
const list = () => screen.getByRole("region", { name: "Orders" });

test("while loading it says so, is busy, and shows no list", () => {
  render(<OrderList orders={[]} status="loading" />);
  expect(list().getAttribute("aria-busy")).toBe("true");
  expect(screen.getByText("Loading orders…")).toBeDefined();
  expect(screen.queryByRole("list")).toBeNull();
});

test("an empty list says what to do about it", () => {
  render(<OrderList orders={[]} status="ready" emptyAction={<a href="/menu">See the menu</a>} />);
  expect(list().dataset.state).toBe("empty");
  expect(screen.getByText("No orders yet")).toBeDefined();
  expect(screen.getByRole("link", { name: "See the menu" })).toBeDefined();
});

test.each([
  ["words", "It broke"],
  ["an error", new Error("It broke")],
] as const)("a failure shows %s and a way on", (_, error) => {
  const onRetry = vi.fn();
  render(<OrderList orders={[]} status="error" error={error} onRetry={onRetry} />);
  expect(screen.getByText("It broke")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test.each(["error", "ready"] as const)("older orders stay when loading again fails, with a word (%s)", (status) => {
  render(<OrderList orders={orders} status={status} error="It broke" />);
  expect(screen.getAllByRole("article")).toHaveLength(orders.length);
  expect(screen.getByText(/may be out of date.*It broke/)).toBeDefined();
});

test("older orders stay while loading again", () => {
  render(<OrderList orders={orders} status="loading" />);
  expect(screen.getAllByRole("article")).toHaveLength(orders.length);
  expect(list().getAttribute("aria-busy")).toBe("true");
});

/** A list that is asked for older orders: before, while they are on their way, and with them. */
function renderOlder() {
  const onLoadOlder = vi.fn();
  const show = (shown: readonly Order[], older: "none" | "more" | "loading") => (
    <OrderList orders={shown} status="ready" older={older} onLoadOlder={onLoadOlder} />
  );
  const { rerender } = render(show(orders.slice(0, 2), "more"));
  const button = screen.getByRole("button", { name: "Show older orders" });
  button.focus();
  fireEvent.click(button);
  rerender(show(orders.slice(0, 2), "loading"));
  return { onLoadOlder, button, answer: (older: "none" | "more") => rerender(show(orders, older)) };
}

test("asks for older orders once at a time", () => {
  const { onLoadOlder, button } = renderOlder();
  fireEvent.click(button);
  expect(onLoadOlder).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(button);
});

test.each(["none", "more"] as const)("focus goes on with the first of the older orders (then %s)", (older) => {
  const { answer } = renderOlder();
  answer(older);
  expect(document.activeElement).toBe(screen.getAllByRole("article")[2]);
});

test("who has gone elsewhere meanwhile is left there", () => {
  const { answer } = renderOlder();
  const first = screen.getAllByRole("article")[0];
  first?.focus();
  answer("more");
  expect(document.activeElement).toBe(first);
});

test("only the order whose cancellation is under way says so", () => {
  render(
    <OrderList
      orders={[received, { ...received, id: "b", order_code: "B" }]}
      status="ready"
      onCancel={() => {}}
      cancelling={["b"]}
    />,
  );
  expect(screen.getAllByRole("button").map((button) => button.textContent)).toEqual([
    "Cancel order ORD-A7X3B2",
    "Cancelling… B",
  ]);
});

test("more controls come before a card's own", () => {
  render(
    <OrderList
      orders={[received]}
      status="ready"
      onCancel={() => {}}
      renderActions={(order) => <button type="button">Print {order.order_code}</button>}
    />,
  );
  expect(within(screen.getByRole("article")).getAllByRole("button")[0]?.textContent).toBe("Print ORD-A7X3B2");
});

test("a change of one order renders that order's card and no other", () => {
  const rendered: string[] = [];
  const renderActions = (order: Order) => (
    <Profiler id={order.order_code} onRender={(id) => rendered.push(id)}>
      {order.order_code}
    </Profiler>
  );
  const { rerender } = render(<OrderList orders={orders} status="ready" renderActions={renderActions} />);
  rendered.length = 0;
  const moved: readonly Order[] = orders.map((order) =>
    order.id === preparing.id ? { ...order, order_status: "Out for Delivery", revision: 2 } : order,
  );
  rerender(<OrderList orders={moved} status="ready" renderActions={renderActions} />);
  expect(new Set(rendered)).toEqual(new Set([preparing.order_code]));
});

test("what a server renders is what the browser renders first", async () => {
  const page = <OrderList orders={orders} status="ready" onCancel={() => {}} />;
  const container = document.createElement("div");
  container.innerHTML = renderToString(page);
  const complaints: unknown[] = [];
  const root = await act(() => hydrateRoot(container, page, { onRecoverableError: (error) => complaints.push(error) }));
  expect(complaints).toEqual([]);
  act(() => root.unmount());
});

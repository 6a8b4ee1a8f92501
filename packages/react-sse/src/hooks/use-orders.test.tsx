import { act } from "@testing-library/react";
import { createClient } from "@tidings/client";
import { greeting, leftovers, nothing, orderUpdate, type Rig } from "@tidings/client/testing";
import { type Order, ordersStream, sampleOrders } from "@tidings/contracts/orders";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { type Page, renderTidings } from "../testing/render-tidings.tsx";
import { TidingsProvider } from "./tidings-provider.tsx";
import { type OrdersResult, useOrders } from "./use-orders.ts";
import { useStreamEvent } from "./use-stream-event.ts";

let latest: OrdersResult;
let renders = 0;

function Orders() {
  renders += 1;
  latest = useOrders();
  const { orders, status, connection } = latest;
  return <p>{`${status} ${connection.freshness} ${orders.map((order) => order.order_status).join(", ")}`}</p>;
}

function Listener() {
  useStreamEvent(ordersStream, "order_status_update", () => {});
  return null;
}

const paths = ({ server }: Pick<Rig, "server">) =>
  server.requests.map(({ method, url }) => `${method} ${url.pathname}`);
const [first] = sampleOrders;

async function live(): Promise<Page> {
  const page = await renderTidings(<Orders />);
  await page.answer(200, { success: true, data: [first], position: "e:1" });
  await page.stream(greeting({ resume: "complete", position: "e:1" }));
  return page;
}

describe("useOrders", () => {
  it("C1.1: loads once for the page, streams from there, and shows a change", async () => {
    const page = await renderTidings([<Listener key="l" />, <Orders key="a" />, <Orders key="b" />]);
    expect(page.container.textContent).toContain("loading unknown");
    expect(paths(page)).toEqual(["GET /api/orders"]);
    await page.answer(200, { success: true, data: [first], position: "e:1" });
    expect(paths(page)).toEqual(["GET /api/orders", "GET /api/orders/stream"]);
    expect(page.server.last.headers.get("last-event-id")).toBe("e:1");
    await page.stream(greeting({ resume: "complete", position: "e:1" }), orderUpdate(2));
    expect(page.container.textContent).toBe("ready live Preparing".repeat(2));
  });

  it("C16.2: a stream in place of the list is an error at once, in words, and one warning on the console", async () => {
    const page = await renderTidings(<Orders />);
    await page.stream(greeting());
    expect(page.container.textContent).toContain("error unknown");
    const words = "GET /api/orders?limit=51 (listOrders) was answered with a stream, not JSON.";
    expect(latest.error?.reason).toContain(words);
    expect(page.host.warnings).toEqual([expect.stringContaining(words)]);
    expect(page.server.open).toBe(0);
  });

  it("C15: renders once for a burst", async () => {
    const page = await live();
    renders = 0;
    await page.send(orderUpdate(2), orderUpdate(3), orderUpdate(4, { order_status: "Delivered" }));
    expect(page.container.textContent).toBe("ready live Delivered");
    // StrictMode renders twice.
    expect(renders).toBe(2);
  });

  it("cancels at once and takes it back when the server refuses", async () => {
    const page = await live();
    let refused: unknown;
    await act(async () => {
      latest.cancelOrder(first.id).catch((error: unknown) => {
        refused = error;
      });
      await page.host.frame();
    });
    expect(page.container.textContent).toBe("ready live Cancelled");
    expect(paths(page).at(-1)).toBe(`POST /api/orders/${first.id}/cancel`);
    await page.answer(403, { success: false, errors: ["Order can no longer be cancelled"] });
    expect(page.container.textContent).toBe("ready live Order Received");
    expect(refused).toMatchObject({ code: "http", status: 403 });
  });

  it("keeps a cancellation that the server confirms, whichever of answer and event comes first", async () => {
    const page = await live();
    await act(async () => {
      void latest.cancelOrder(first.id);
      await page.host.frame();
    });
    const cancelled: Order = { ...first, order_status: "Cancelled", revision: 2 };
    await page.send(orderUpdate(2, { order_status: "Cancelled" }));
    await page.answer(200, { success: true, data: cancelled });
    expect(page.container.textContent).toBe("ready live Cancelled");
    expect(latest.orders).toEqual([cancelled]);
  });

  it("shows a placed order first", async () => {
    const page = await live();
    let placed: Promise<Order> | undefined;
    await act(async () => {
      placed = latest.placeOrder({ address_id: "a", items: [{ name: "Soup", qty: 1, unit_price: 2 }] });
      await page.host.frame();
    });
    await page.answer(201, { success: true, data: sampleOrders[1] });
    expect(await placed).toEqual(sampleOrders[1]);
    expect(latest.orders.map(({ id }) => id)).toEqual([sampleOrders[1].id, first.id]);
  });

  it("shows older orders when asked, and says while they are on their way", async () => {
    const page = await renderTidings(<Orders />);
    const all: Order[] = Array.from({ length: 60 }, (_, index) => ({ ...first, id: `o${index}` }));
    await page.answer(200, { success: true, data: all.slice(0, 51), position: "e:1" });
    expect(latest.orders).toHaveLength(50);
    expect(latest.older).toBe("more");
    await act(async () => {
      void latest.loadOlder();
      await page.host.frame();
    });
    expect(latest.older).toBe("loading");
    await page.answer(200, { success: true, data: all, position: "e:1" });
    expect(latest.orders).toHaveLength(60);
    expect(latest.older).toBe("none");
  });

  it("says when it could not load, and loads again when asked", async () => {
    const page = await renderTidings(<Orders />);
    await page.answer(403, { success: false, errors: ["Not authorized for this resource"] });
    expect(latest).toMatchObject({ status: "error", error: { reason: "Not authorized for this resource" } });
    await act(async () => {
      void latest.reload();
      await page.host.advance(0);
    });
    await page.answer(200, { success: true, data: [first], position: "e:1" });
    expect(latest).toMatchObject({ status: "ready", error: undefined, orders: [first] });
  });

  it("gives the same functions in every render", async () => {
    const page = await live();
    const before = latest;
    await page.send(orderUpdate(2));
    expect(latest).not.toBe(before);
    for (const name of ["reload", "loadOlder", "reconnect", "placeOrder", "cancelOrder"] as const) {
      expect(latest[name]).toBe(before[name]);
    }
  });

  it("C11.1: who comes back within a second finds the orders as they are now", async () => {
    const page = await live();
    await page.show(null);
    await page.advance(900);
    await page.send(orderUpdate(2));
    await page.show(<Orders />);
    expect(page.container.textContent).toBe("ready live Preparing");
    await page.advance(5_000);
    await page.send(orderUpdate(3, { order_status: "Delivered" }));
    expect(page.container.textContent).toBe("ready live Delivered");
    expect(paths(page)).toEqual(["GET /api/orders", "GET /api/orders/stream"]);
  });

  it("C12.1: leaves nothing behind, two seconds after the last component left", async () => {
    const page = await live();
    await page.leave();
    await page.advance(2_000);
    expect(leftovers(page)).toEqual(nothing);
  });

  it("renders on a server as loading, and hydrates to the same", async () => {
    const fetch = vi.fn(() => new Promise<Response>(() => {}));
    const client = createClient({ host: { fetch } });
    const ui = (
      <TidingsProvider client={client}>
        <Orders />
      </TidingsProvider>
    );
    const container = document.createElement("div");
    container.innerHTML = renderToString(ui);
    expect(container.textContent).toBe("loading unknown ");
    expect(fetch).not.toHaveBeenCalled();
    const mismatches: unknown[] = [];
    const root = await act(async () =>
      hydrateRoot(container, ui, { onRecoverableError: (error) => mismatches.push(error) }),
    );
    expect(mismatches).toEqual([]);
    expect(fetch).toHaveBeenCalledTimes(1);
    await act(async () => root.unmount());
    client.close();
  });
});

import { act } from "@testing-library/react";
import { leftovers, nothing } from "@tidings/client/testing";
import { MAX_PAGE } from "@tidings/contracts";
import {
  type AdminOrder,
  type OrderCounts,
  sampleAdminOrders,
  sampleOrderCounts,
} from "@tidings/contracts/admin-orders";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { type Page, renderTidings } from "../testing/render-tidings.tsx";
import { type AdminOrdersResult, useAdminOrders } from "./use-admin-orders.ts";

let latest: AdminOrdersResult;

function Desk() {
  latest = useAdminOrders();
  return <p>{`${latest.status} ${latest.mode} ${latest.orders.map((order) => order.status).join(", ")}`}</p>;
}

const [first] = sampleAdminOrders;
const greeting = {
  data: JSON.stringify({ type: "connected", connectionId: "c", heartbeatMs: 0, position: "e:1", resume: "complete" }),
};

const counts: OrderCounts = { ...sampleOrderCounts, PENDING: 1284 };

/** Answers a load: the open orders, then the finished ones. */
async function answerLoad(page: Page, open: readonly AdminOrder[], position = "e:1", next: string | null = null) {
  await page.answer(200, { success: true, data: { orders: open, next, counts }, position });
  await page.answer(200, { success: true, data: { orders: [], next: null, counts }, position });
}

async function loaded(next: string | null = null): Promise<Page> {
  const page = await renderTidings([<Desk key="a" />, <Desk key="b" />]);
  await answerLoad(
    page,
    Array.from({ length: next === null ? 1 : MAX_PAGE }, () => first),
    "e:1",
    next,
  );
  return page;
}

it("001 loads everyone's orders once for the page and shows new ones as they come", async () => {
  const page = await loaded();
  const order: AdminOrder = { ...first, id: "later", createdAt: "2026-02-26T06:00:00.000Z", status: "DELIVERED" };
  await page.stream(greeting, { event: "new_order", id: "e:2", data: JSON.stringify(order) });
  expect(page.container.textContent).toBe("ready stream DELIVERED, PENDING".repeat(2));
  expect(page.server.requests).toHaveLength(3);
});

it("001 says that it polls while the stream cannot be had", async () => {
  const page = await loaded();
  await page.answer(404, { success: false, errors: ["no streams here"] });
  expect(page.container.textContent).toBe("ready polling PENDING".repeat(2));
  await page.advance(5_000);
  await answerLoad(page, [{ ...first, status: "CONFIRMED", revision: 2 }], "e:2");
  expect(page.container.textContent).toBe("ready polling CONFIRMED".repeat(2));
});

it("a status that was set shows with the answer, and a refusal is told to who asked", async () => {
  const page = await loaded();
  await page.stream(greeting);
  let asked: Promise<AdminOrder> | undefined;
  const set = () =>
    act(async () => {
      asked = latest.setStatus(first.id, "CONFIRMED");
      asked.catch(() => {});
      await page.host.frame();
    });
  await set();
  expect(page.server.last).toMatchObject({ method: "PATCH", url: { pathname: `/api/orders/${first.id}/status` } });
  await page.answer(200, { success: true, data: { ...sampleOrders[0], order_status: "Preparing", revision: 2 } });
  expect(page.container.textContent).toBe("ready stream CONFIRMED".repeat(2));
  await set();
  await page.answer(404, { success: false, errors: ["Order not found"] });
  await expect(asked).rejects.toMatchObject({ status: 404 });
});

it("C39.1, C39.2: the counts are the server's, whatever is loaded, and older open orders come when asked for", async () => {
  const page = await loaded("n-200");
  expect(latest.counts).toEqual(counts);
  expect(latest.older).toEqual({ open: "more", finished: "none" });
  await page.stream(greeting, {
    event: "order_counts",
    data: JSON.stringify({ ...counts, PENDING: 1285, revision: 8 }),
  });
  expect(latest.counts?.PENDING).toBe(1285);
  await act(async () => {
    void latest.loadOlder("open");
    await page.host.advance(0);
    await page.host.frame();
  });
  expect(latest.older.open).toBe("loading");
  expect(page.server.last.url.searchParams.get("limit")).toBe("200");
  const older = Array.from({ length: MAX_PAGE }, (_, index) => ({ ...first, id: `o-${index}` }));
  await page.answer(200, { success: true, data: { orders: older, next: "o-199", counts }, position: "e:2" });
  expect(page.server.last.url.searchParams.get("before")).toBe("o-199");
  await answerLoad(page, [{ ...first, id: "the oldest" }]);
  await page.frame();
  expect(latest.orders).toHaveLength(MAX_PAGE + 1);
  expect(latest.older.open).toBe("none");
});

it("C12.1: leaves nothing behind, two seconds after the last component left", async () => {
  const page = await loaded();
  await page.answer(404, { success: false, errors: ["no streams here"] });
  await page.leave();
  await page.advance(2_000);
  expect(leftovers(page)).toEqual(nothing);
});

import { act } from "@testing-library/react";
import { leftovers, nothing } from "@tidings/client/testing";
import { type AdminOrder, sampleAdminOrders } from "@tidings/contracts/admin";
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

async function loaded(): Promise<Page> {
  const page = await renderTidings([<Desk key="a" />, <Desk key="b" />]);
  await page.answer(200, { success: true, data: [first], position: "e:1" });
  return page;
}

it("001 loads everyone's orders once for the page and shows new ones as they come", async () => {
  const page = await loaded();
  const order: AdminOrder = { ...first, id: "later", createdAt: "2026-02-26T06:00:00.000Z", status: "DELIVERED" };
  await page.stream(greeting, { event: "new_order", id: "e:2", data: JSON.stringify(order) });
  expect(page.container.textContent).toBe("ready stream DELIVERED, PENDING".repeat(2));
  expect(page.server.requests).toHaveLength(2);
});

it("001 says that it polls while the stream cannot be had", async () => {
  const page = await loaded();
  await page.answer(404, { success: false, errors: ["no streams here"] });
  expect(page.container.textContent).toBe("ready polling PENDING".repeat(2));
  await page.advance(5_000);
  await page.answer(200, { success: true, data: [{ ...first, status: "CONFIRMED", revision: 2 }], position: "e:2" });
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

it("C12: leaves nothing behind, two seconds after the last component left", async () => {
  const page = await loaded();
  await page.answer(404, { success: false, errors: ["no streams here"] });
  await page.leave();
  await page.advance(2_000);
  expect(leftovers(page)).toEqual(nothing);
});

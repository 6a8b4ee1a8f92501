import { act } from "@testing-library/react";
import type { Attempt } from "@tidings/client";
import { placeOrder, sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { useAttempt } from "./use-attempt.ts";
import { type OrdersResult, useOrders } from "./use-orders.ts";

let attempt: Attempt;
let orders: OrdersResult;

function Form({ name }: { readonly name?: string }) {
  attempt = useAttempt({ name });
  orders = useOrders();
  return <p>{orders.orders.map(({ order_code }) => order_code).join()}</p>;
}

const body = { address_id: sampleOrders[0].address_id, items: [...sampleOrders[0].items] };

it("C36.1: an order whose answer was lost is sent again with its key, and is in the list once", async () => {
  const page = await renderTidings(<Form />);
  await page.answer(200, { success: true, data: [], position: "e:1" });
  const keys: (string | null)[] = [];
  const press = () =>
    act(async () => {
      attempt.run(body, (options) => orders.placeOrder(body, options)).catch(() => {});
      await page.host.advance(0);
      keys.push(page.server.last.headers.get("idempotency-key"));
    });
  await press();
  expect(page.server.last).toMatchObject({ method: "POST", url: { pathname: placeOrder.path } });
  await page.drop();
  expect(attempt.getUndecided()).toEqual({ content: body });
  await page.show(<Form />);
  await press();
  expect(keys[0]).toMatch(/^".{20,}"$/);
  expect(keys[1]).toBe(keys[0]);
  await page.answer(201, { success: true, data: sampleOrders[0] });
  await page.frame();
  expect(page.container.textContent).toBe(sampleOrders[0].order_code);
  expect(attempt.getUndecided()).toBeUndefined();
  await press();
  expect(keys[2]).not.toBe(keys[0]);
});

it("C36.1: another name is another attempt", async () => {
  const page = await renderTidings(<Form name="ada" />);
  const first = attempt;
  await page.show(<Form name="ada" />);
  expect(attempt).toBe(first);
  await page.show(<Form name="grace" />);
  expect(attempt).not.toBe(first);
});

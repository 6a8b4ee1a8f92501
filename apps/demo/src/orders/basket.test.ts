import { parse } from "@tidings/contracts";
import { orderItem, placeOrder } from "@tidings/contracts/orders";
import { expect, test } from "vitest";
import { emptyBasket, itemsOf, MOST_OF_ONE, totalOf, withQuantity } from "./basket.ts";
import { addresses, menu } from "./menu.ts";

test("every dish of the menu is an item that the contract takes, and no two share a name", () => {
  const dishes = menu.flatMap((course) => course.dishes);
  for (const { name, price } of dishes) {
    expect(parse(orderItem, { name, qty: 1, unit_price: price }), name).toMatchObject({ ok: true });
  }
  expect(new Set(dishes.map((dish) => dish.name)).size).toBe(dishes.length);
});

test("a basket becomes an order's items in the order of the menu", () => {
  const basket = withQuantity(withQuantity(emptyBasket, "Lentil soup", 2), "Sourdough loaf", 1);
  const items = itemsOf(basket);
  expect(items).toEqual([
    { name: "Sourdough loaf", qty: 1, unit_price: 180 },
    { name: "Lentil soup", qty: 2, unit_price: 210 },
  ]);
  expect(parse(placeOrder.body, { address_id: addresses[0]?.id, items })).toMatchObject({ ok: true });
});

test("the total is exact to the cent", () => {
  expect(totalOf(withQuantity(emptyBasket, "Plum tart", 3))).toEqual({ quantity: 3, amount: 676.5 });
  expect(totalOf(emptyBasket)).toEqual({ quantity: 0, amount: 0 });
});

test.each([
  [-1, 0],
  [Number.NaN, 0],
  [2.9, 2],
  [1000, MOST_OF_ONE],
])("a quantity of %s is held at %s", (asked, kept) => {
  expect(totalOf(withQuantity(emptyBasket, "Lentil soup", asked)).quantity).toBe(kept);
});

test("a dish set to none leaves the basket", () => {
  expect(withQuantity(withQuantity(emptyBasket, "Lentil soup", 1), "Lentil soup", 0).size).toBe(0);
});

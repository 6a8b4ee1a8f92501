import type { OrderItem } from "@tidings/contracts/orders";
import { menu } from "./menu.ts";

/** How many of each dish, by name; a dish that is not wanted is not there. */
export type Basket = ReadonlyMap<string, number>;

/** The most of one dish that an order takes; the contract's bound. */
export const MOST_OF_ONE = 99;

/** Nothing yet. */
export const emptyBasket: Basket = new Map();

/** The basket with `quantity` of a dish, held between none and {@link MOST_OF_ONE}. */
export function withQuantity(basket: Basket, dish: string, quantity: number): Basket {
  const changed = new Map(basket);
  const kept = Math.min(Math.max(Math.trunc(quantity) || 0, 0), MOST_OF_ONE);
  if (kept === 0) changed.delete(dish);
  else changed.set(dish, kept);
  return changed;
}

/** The basket that {@link itemsOf} made some items of. */
export function basketOf(items: readonly OrderItem[]): Basket {
  return items.reduce((basket, { name, qty }) => withQuantity(basket, name, qty), emptyBasket);
}

/** The basket as an order's items, in the order of the menu. */
export function itemsOf(basket: Basket): OrderItem[] {
  return menu
    .flatMap(({ dishes }) => dishes)
    .flatMap(({ name, price }) => {
      const qty = basket.get(name);
      return qty === undefined ? [] : [{ name, qty, unit_price: price }];
    });
}

/** How many things, and what they come to, exact to the cent. The server has the last word. */
export function totalOf(basket: Basket): { readonly quantity: number; readonly amount: number } {
  const items = itemsOf(basket);
  return {
    quantity: items.reduce((sum, { qty }) => sum + qty, 0),
    amount: items.reduce((sum, { qty, unit_price }) => sum + Math.round(unit_price * 100) * qty, 0) / 100,
  };
}

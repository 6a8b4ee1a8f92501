import type { CreateOptions } from "@tidings/client";
import { parse } from "@tidings/contracts";
import { type Order, type OrderItem, placeOrder } from "@tidings/contracts/orders";
import { useAttempt } from "@tidings/react-sse";
import { defaultOrderFormat, WarningIcon } from "@tidings/react-sse/components";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { changedWords, type Failure, failureOf, foundUndecided } from "../undecided-words.ts";
import { type Basket, basketOf, emptyBasket, itemsOf, totalOf, withQuantity } from "./basket.ts";
import { addresses, menu } from "./menu.ts";
import { QuantityStepper } from "./quantity-stepper.tsx";

/** What the form sends. */
interface Choice {
  readonly address_id: string;
  readonly items: OrderItem[];
}

interface OrderFormProps {
  /** Whose order it is. An undecided attempt is kept for each user, even when the page is reloaded. */
  readonly userId: string;
  /** Rejects with an error whose message is for people; the basket is kept then. */
  onPlace(order: Choice, options: CreateOptions): Promise<Order>;
  /** Hears of what was placed, when the form is empty again. */
  onPlaced(order: Order): void;
}

const created = { thing: "your order", done: "placed" } as const;

/** The bakery's card: choose, see the total grow, send it off. */
export function OrderForm({ userId, onPlace, onPlaced }: OrderFormProps): ReactNode {
  const id = useId();
  const attempt = useAttempt({ name: `order/${userId}` });
  const [found] = useState(() => choiceIn(attempt.getUndecided()?.content));
  const [basket, setBasket] = useState<Basket>(() => basketOf(found?.items ?? []));
  const [state, setState] = useState<{ readonly kind: "idle" | "placing" } | Failure>(
    found === undefined ? { kind: "idle" } : foundUndecided(created),
  );
  const total = totalOf(basket);

  const changed = () => {
    if (state.kind === "refused") setState({ kind: "idle" });
    if (state.kind === "undecided") setState({ kind: "undecided", words: changedWords(created) });
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state.kind === "placing") return;
    if (total.quantity === 0) return setState({ kind: "refused", words: "Choose at least one item from the menu." });
    const address_id = String(new FormData(event.currentTarget).get("address"));
    setState({ kind: "placing" });
    const order: Choice = { address_id, items: itemsOf(basket) };
    let placed: Order;
    try {
      placed = await attempt.run(order, (options) => onPlace(order, options));
    } catch (error) {
      const { kind, words } = failureOf(error, attempt, created);
      setState({ kind, words: kind === "refused" ? `Your order was not placed: ${words}` : words });
      return;
    }
    setBasket(emptyBasket);
    setState({ kind: "idle" });
    onPlaced(placed);
  };

  return (
    <form className="demo-card" aria-labelledby={`${id}-title`} onSubmit={(event) => void submit(event)}>
      <h2 className="tidings-heading" id={`${id}-title`}>
        Today's menu
      </h2>
      {menu.map(({ course, dishes }) => (
        <fieldset key={course} className="demo-course">
          <legend>{course}</legend>
          {dishes.map(({ name, about, price }) => (
            <div key={name} className="demo-dish">
              <p className="demo-dish-line">
                <span>{name}</span>
                <span className="demo-dish-leader" aria-hidden="true" />
                <span className="tidings-amount">{defaultOrderFormat.amount(price)}</span>
              </p>
              <p className="tidings-meta">{about}</p>
              <QuantityStepper
                dish={name}
                quantity={basket.get(name) ?? 0}
                onChange={(quantity) => {
                  setBasket((before) => withQuantity(before, name, quantity));
                  changed();
                }}
              />
            </div>
          ))}
        </fieldset>
      ))}
      <div className="tidings-field">
        <label className="tidings-label" htmlFor={`${id}-address`}>
          Deliver to
        </label>
        <select
          className="tidings-input"
          id={`${id}-address`}
          name="address"
          defaultValue={found?.address_id}
          onChange={changed}
        >
          {addresses.map((address) => (
            <option key={address.id} value={address.id}>
              {address.label}
            </option>
          ))}
        </select>
      </div>
      <div className="demo-alerts" role="alert">
        {(state.kind === "refused" || state.kind === "undecided") && (
          <p className="tidings-field-error">
            <WarningIcon /> <span>{state.words}</span>
          </p>
        )}
      </div>
      <button type="submit" className="tidings-button" data-variant="primary" aria-disabled={state.kind === "placing"}>
        <span>{state.kind === "placing" ? "Placing your order…" : "Place order"}</span>
        {total.quantity > 0 && (
          <span className="demo-button-amount tidings-amount">{defaultOrderFormat.amount(total.amount)}</span>
        )}
      </button>
    </form>
  );
}

/** The content of an undecided attempt, as the form shows it; undefined if the menu has changed since. */
function choiceIn(content: unknown): Choice | undefined {
  const read = parse(placeOrder.body, content);
  if (!read.ok) return undefined;
  const isShown = JSON.stringify(itemsOf(basketOf(read.data.items))) === JSON.stringify(read.data.items);
  return isShown && addresses.some(({ id }) => id === read.data.address_id) ? read.data : undefined;
}

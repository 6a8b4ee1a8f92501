import { ClientError } from "@tidings/client";
import type { OrderItem } from "@tidings/contracts/orders";
import { defaultOrderFormat, WarningIcon } from "@tidings/react-sse/components";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { type Basket, emptyBasket, itemsOf, totalOf, withQuantity } from "./basket.ts";
import { addresses, menu } from "./menu.ts";
import { QuantityStepper } from "./quantity-stepper.tsx";

interface OrderFormProps {
  /** Rejects with an error whose message is for people; the basket is kept then. */
  onPlace(order: { readonly address_id: string; readonly items: OrderItem[] }): Promise<unknown>;
}

/** The bakery's card: choose, see the total grow, send it off. */
export function OrderForm({ onPlace }: OrderFormProps): ReactNode {
  const id = useId();
  const [basket, setBasket] = useState<Basket>(emptyBasket);
  const [state, setState] = useState<{ readonly kind: "idle" | "placing" } | Refused>({ kind: "idle" });
  const total = totalOf(basket);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state.kind === "placing") return;
    if (total.quantity === 0) return setState({ kind: "refused", words: "Choose at least one thing from the card." });
    const address_id = String(new FormData(event.currentTarget).get("address"));
    setState({ kind: "placing" });
    try {
      await onPlace({ address_id, items: itemsOf(basket) });
      setBasket(emptyBasket);
      setState({ kind: "idle" });
    } catch (error) {
      const why = error instanceof ClientError ? error.reason : "Something went wrong.";
      setState({ kind: "refused", words: `Your order was not placed: ${why}` });
    }
  };

  return (
    <form className="demo-card" aria-labelledby={`${id}-title`} onSubmit={(event) => void submit(event)}>
      <h2 className="tidings-heading" id={`${id}-title`}>
        Today's card
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
                  if (state.kind === "refused") setState({ kind: "idle" });
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
        <select className="tidings-input" id={`${id}-address`} name="address">
          {addresses.map((address) => (
            <option key={address.id} value={address.id}>
              {address.label}
            </option>
          ))}
        </select>
      </div>
      <div className="demo-alerts" role="alert">
        {state.kind === "refused" && (
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

interface Refused {
  readonly kind: "refused";
  readonly words: string;
}

import { Minus, Plus } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { MOST_OF_ONE } from "./basket.ts";

interface QuantityStepperProps {
  readonly dish: string;
  readonly quantity: number;
  onChange(quantity: number): void;
}

/** One more, one less. Only the plus shows while there is none, and it takes the focus that the minus leaves behind. */
export function QuantityStepper({ dish, quantity, onChange }: QuantityStepperProps): ReactNode {
  const plus = useRef<HTMLButtonElement>(null);
  return (
    <div className="demo-stepper" data-state={quantity > 0 ? "chosen" : "none"}>
      {quantity > 0 && (
        <button
          type="button"
          className="tidings-button"
          data-shape="square"
          onClick={() => {
            if (quantity === 1) plus.current?.focus();
            onChange(quantity - 1);
          }}
        >
          <Minus aria-hidden size="1em" />
          <span className="tidings-visually-hidden">{`One ${dish} less`}</span>
        </button>
      )}
      <output className="demo-quantity" aria-label={`${dish}, quantity`}>
        {quantity > 0 ? quantity : ""}
      </output>
      <button
        ref={plus}
        type="button"
        className="tidings-button"
        data-shape="square"
        aria-disabled={quantity >= MOST_OF_ONE}
        onClick={() => onChange(quantity + 1)}
      >
        <Plus aria-hidden size="1em" />
        <span className="tidings-visually-hidden">{`${quantity > 0 ? "One more" : "Add"} ${dish}`}</span>
      </button>
    </div>
  );
}

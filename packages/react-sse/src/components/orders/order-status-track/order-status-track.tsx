"use client";

import type { OrderStatus } from "@tidings/contracts/orders";
import type { ComponentProps, ReactNode } from "react";
import { TickIcon } from "../../shared/icons.tsx";
import { orderProgress, type ProgressStep } from "../order-progress.ts";
import { orderStatusAppearance } from "../order-status-appearance.ts";

/** Props of {@link OrderStatusTrack}; everything else goes to its `<ol>`. */
export interface OrderStatusTrackProps extends Omit<ComponentProps<"ol">, "children"> {
  /** The order's status; a cancelled or unknown one is shown as the last step. */
  readonly status: OrderStatus | string;
  /** Its name for screen readers. Default "Order progress". */
  readonly "aria-label"?: string;
}

const spoken: Readonly<Record<ProgressStep["state"], string>> = {
  done: "Done:",
  current: "Now:",
  upcoming: "Upcoming:",
};

/**
 * An order's progress through the statuses, as an ordered list whose current step has `aria-current="step"`. In a
 * narrow place only the current step keeps its words; the others stay for screen readers.
 *
 * @example <OrderStatusTrack status="Preparing" />
 */
export function OrderStatusTrack({ status, ...rest }: OrderStatusTrackProps): ReactNode {
  const { tone } = orderStatusAppearance(status);
  return (
    <ol data-slot="order-status-track" data-status={status} data-tone={tone} aria-label="Order progress" {...rest}>
      {orderProgress(status).map((step) => {
        const { Icon } = orderStatusAppearance(step.status);
        return (
          <li
            key={step.status}
            data-slot="order-status-step"
            data-state={step.state}
            // Steps done before a cancellation did not fail, so they are shown in neutral.
            data-tone={step.state === "done" && tone === "danger" ? "neutral" : tone}
            aria-current={step.state === "current" ? "step" : undefined}
          >
            <span data-slot="order-status-mark">
              {step.state === "done" && <TickIcon />}
              {step.state === "current" && <Icon />}
            </span>
            <span data-slot="order-status-words">
              <span className="tidings-visually-hidden">{spoken[step.state]}</span> <span>{step.status}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

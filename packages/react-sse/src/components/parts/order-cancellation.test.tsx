import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { partsIn } from "../../testing/parts-of.ts";
import { CancelOrder } from "../orders/order-card/cancel-order.tsx";

afterEach(cleanup);

it.each([false, true])("styles and screen readers find the two answers to a cancellation; pending: %s", (pending) => {
  const card = (isPending: boolean) => <CancelOrder code="ORD-1" pending={isPending} onCancel={() => {}} />;
  const { container, rerender } = render(card(false));
  expect(partsIn(container)).toBe(
    "order-cancel.button type=button size=small aria-disabled=false; span.visually-hidden",
  );
  fireEvent.click(screen.getByRole("button"));
  rerender(card(pending));
  expect(partsIn(container)).toBe(
    [
      "order-cancel-confirm role=group; span.visually-hidden",
      `button.button type=button variant=danger size=small aria-disabled=${pending}`,
      `button.button type=button variant=quiet size=small aria-disabled=${pending}`,
    ].join("; "),
  );
});

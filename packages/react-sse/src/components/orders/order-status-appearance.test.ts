import { orderStatusDisplay, orderStatuses } from "@tidings/contracts/orders";
import { expect, test } from "vitest";
import { UnknownIcon } from "../shared/icons.tsx";
import { orderStatusAppearance } from "./order-status-appearance.ts";

test.each(orderStatuses)("%s has the contract's tone and an icon of its own", (status) => {
  const { tone, Icon } = orderStatusAppearance(status);
  expect(tone).toBe(orderStatusDisplay[status].tone);
  expect(orderStatuses.filter((other) => orderStatusAppearance(other).Icon === Icon)).toEqual([status]);
});

test.each(["Held at Customs", "", "constructor", "__proto__"])(
  "unknown status %j is neutral and a question",
  (status) => {
    expect(orderStatusAppearance(status)).toEqual({ tone: "neutral", Icon: UnknownIcon });
  },
);

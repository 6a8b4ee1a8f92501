import { orderStatuses } from "@tidings/contracts/orders";
import { describe, expect, test } from "vitest";
import { asOrderStatus, nextOrderStatus, orderProgress } from "./order-progress.ts";

const states = (status: string) => orderProgress(status).map((step) => `${step.status}: ${step.state}`);

describe("orderProgress", () => {
  test("what lies before the status is done, what lies after is upcoming", () => {
    expect(states("Preparing")).toEqual([
      "Order Received: done",
      "Preparing: current",
      "Out for Delivery: upcoming",
      "Delivered: upcoming",
    ]);
  });

  test.each(["Cancelled", "Held at Customs", "constructor"])("%s ends the way right after the start", (status) => {
    expect(states(status)).toEqual(["Order Received: done", `${status}: current`]);
  });

  test.each(orderStatuses)("%s has exactly one current step, itself", (status) => {
    expect(orderProgress(status).filter((step) => step.state === "current")).toEqual([{ status, state: "current" }]);
  });
});

test("each status is followed by the contract's next one, and the ends by none", () => {
  expect(orderStatuses.map(nextOrderStatus)).toEqual([
    "Preparing",
    "Out for Delivery",
    "Delivered",
    undefined,
    undefined,
  ]);
  expect(nextOrderStatus("Held at Customs")).toBeUndefined();
});

test("only the contract's words are statuses, whatever an object's prototype knows", () => {
  expect(asOrderStatus("Delivered")).toBe("Delivered");
  expect(asOrderStatus("delivered")).toBeUndefined();
  expect(asOrderStatus("constructor")).toBeUndefined();
});

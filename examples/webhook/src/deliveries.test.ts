import { expect, it } from "vitest";
import { createDeliveries } from "./deliveries.ts";

it("remembers the newest ids and forgets the oldest", () => {
  const deliveries = createDeliveries(2);
  for (const id of ["a", "b", "b", "c"]) deliveries.add(id);
  expect(["a", "b", "c"].map(deliveries.has)).toEqual([false, true, true]);
});

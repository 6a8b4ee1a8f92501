import { sampleOrders } from "@tidings/contracts/orders";

/** Ada's orders on a freshly seeded server, named by their status. */
export const [received, preparing, underway] = sampleOrders;

/** Grace's order that is only received. */
export const gracesOrder = { id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", order_code: "ORD-G7R2C9" } as const;

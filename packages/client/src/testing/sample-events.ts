import type { ConnectionFields } from "@tidings/contracts";
import { sampleOrders } from "@tidings/contracts/orders";
import type { WireEvent } from "@tidings/wire";

/** A greeting of the orders stream. */
export function greeting(fields: Partial<ConnectionFields> = {}): WireEvent {
  const data = {
    message: "SSE connected",
    connectionId: "c-1",
    heartbeatMs: 30_000,
    position: "e:0",
    resume: "none",
    ...fields,
  };
  return { event: "connected", data: JSON.stringify(data) };
}

/** A change of the first sample order at a position. */
export function orderUpdate(
  position: number,
  change: { revision?: number; order_status?: string; order_id?: string } = {},
): WireEvent {
  const data = {
    order_id: sampleOrders[0].id,
    order_code: sampleOrders[0].order_code,
    order_status: "Preparing",
    revision: position,
    ...change,
  };
  return { event: "order_status_update", id: `e:${position}`, data: JSON.stringify(data) };
}

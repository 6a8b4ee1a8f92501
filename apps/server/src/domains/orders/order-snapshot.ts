import type { User } from "@tidings/contracts/auth";
import type { Order } from "@tidings/contracts/orders";
import type { Hub } from "@tidings/hub";
import type { Relay } from "@tidings/outbox";
import type { OrderService, OrdersRequest } from "./order-service.ts";

/** What a snapshot is read from. */
export interface SnapshotSource {
  readonly hub: Pick<Hub, "head">;
  readonly relay: Pick<Relay, "catchUp">;
  readonly orders: Pick<OrderService, "list">;
}

/**
 * A page of orders, and the position to stream from. What is committed is relayed first, so that the position is not
 * far behind the rows; it is read before them, so that it is never ahead: what commits in between is in both, and its
 * revision tells (D5, D6).
 */
export async function readSnapshot(
  { hub, relay, orders }: SnapshotSource,
  user: User,
  request: OrdersRequest,
): Promise<{ readonly data: Order[]; readonly position: string }> {
  await relay.catchUp();
  const position = await hub.head();
  return { data: [...(await orders.list(user, request))], position };
}

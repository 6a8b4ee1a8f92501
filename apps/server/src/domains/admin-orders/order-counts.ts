import { adminOrdersStream, COUNTS_TOPIC, type OrderCounts } from "@tidings/contracts/admin-orders";
import { type Hub, HubError } from "@tidings/hub";
import * as z from "zod";
import type { Store } from "../../store/store.ts";

const row = z
  .object({
    received: z.int(),
    preparing: z.int(),
    out_for_delivery: z.int(),
    delivered: z.int(),
    cancelled: z.int(),
    revision: z.int(),
  })
  .transform(
    (counts): OrderCounts => ({
      PENDING: counts.received,
      CONFIRMED: counts.preparing,
      OUT_FOR_DELIVERY: counts.out_for_delivery,
      DELIVERED: counts.delivered,
      CANCELLED: counts.cancelled,
      revision: counts.revision,
    }),
  );

/**
 * Makes the function that reads how many orders there are in each status, from what triggers keep up to date
 * (D26.1): one row in SQLite, and in PostgreSQL one a change until they are added up.
 */
export function createOrderCounts(store: Store): () => Promise<OrderCounts> {
  return async () => row.parse(await store.first(COUNTS));
}

const columns = ["received", "preparing", "out_for_delivery", "delivered", "cancelled", "revision"];
const sums = columns.map((column) => `CAST(sum(${column}) AS bigint) AS ${column}`);
const COUNTS = `SELECT ${sums.join(", ")} FROM order_counts`;

/** What {@link createCountsPublisher} works with. */
export interface CountsPublisherOptions {
  readonly counts: () => Promise<OrderCounts>;
  readonly publish: Hub["publish"];
  readonly onFailure: (error: unknown) => void;
}

/**
 * Makes the function that publishes the counts to the connected admins. Call it for every changed order and for every
 * new reader. Several calls in one turn publish once. Each event holds all counts, not only those that changed (D26.3).
 */
export function createCountsPublisher({ counts, publish, onFailure }: CountsPublisherOptions): () => void {
  let isDue = false;

  async function publishNow(): Promise<void> {
    isDue = false;
    try {
      await publish(countsTopic, { event: "order_counts", data: await counts() });
    } catch (error) {
      // A closing hub has no readers left.
      if (!(error instanceof HubError && error.code === "closed")) onFailure(error);
    }
  }

  return () => {
    if (isDue) return;
    isDue = true;
    setImmediate(() => void publishNow());
  };
}

/** The topic of the counts. */
export const countsTopic = adminOrdersStream.topic(COUNTS_TOPIC);

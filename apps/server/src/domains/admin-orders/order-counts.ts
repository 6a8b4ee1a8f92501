import type { DatabaseSync } from "node:sqlite";
import { adminOrdersStream, COUNTS_TOPIC, type OrderCounts } from "@tidings/contracts/admin-orders";
import { type Hub, HubError } from "@tidings/hub";
import { prepareRows } from "@tidings/outbox/sqlite";
import * as z from "zod";

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
 * Makes the function that reads how many orders there are in each status, from one row that triggers keep up to date
 * (D26.1).
 */
export function createOrderCounts(database: DatabaseSync): () => OrderCounts {
  const counts = prepareRows(database, "SELECT * FROM order_counts LIMIT 1");
  return () => row.parse(counts.get());
}

/** What {@link createCountsPublisher} works with. */
export interface CountsPublisherOptions {
  readonly counts: () => OrderCounts;
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
      await publish(countsTopic, { event: "order_counts", data: counts() });
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

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { OrderStatus } from "@tidings/contracts/orders";

/**
 * Changes an order straight in the database file of a server that may be running: this is another process, with no
 * code of Tidings between it and the file, as an administrator with a shell would be.
 */
export function updateInDatabase(
  { dataDir }: { readonly dataDir: string },
  order: { readonly id: string },
  status: OrderStatus,
): void {
  const database = new DatabaseSync(join(dataDir, "tidings.db"), { timeout: 5000 });
  try {
    database.prepare("UPDATE orders SET order_status = ? WHERE id = ?").run(status, order.id);
  } finally {
    database.close();
  }
}

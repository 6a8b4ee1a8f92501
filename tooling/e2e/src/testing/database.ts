import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { OrderStatus } from "@tidings/contracts/orders";

/** Changes an order straight in the database file of a server that may be running. */
export function updateInDatabase(
  server: { readonly dataDir: string },
  order: { readonly id: string },
  status: OrderStatus,
): void {
  writeToDatabase(server, `UPDATE orders SET order_status = '${status}' WHERE id = '${order.id}'`);
}

/**
 * Runs statements straight in the database file of a server that may be running: this is another process, with no code
 * of Tidings between it and the file, as an administrator with a shell would be.
 */
export function writeToDatabase({ dataDir }: { readonly dataDir: string }, ...statements: readonly string[]): void {
  const database = new DatabaseSync(join(dataDir, "tidings.db"), { timeout: 5000 });
  try {
    for (const statement of statements) database.exec(statement);
  } finally {
    database.close();
  }
}

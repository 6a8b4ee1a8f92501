import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@tidings/server/store";

/** A data directory with users who have an order each, written to from outside the server. */
export interface OrdersFile extends Disposable {
  readonly directory: string;
  /** Gives the order of each of these users another status, in one transaction. */
  change(users: readonly number[]): void;
  /** The revision of each user's order, by user. */
  revisions(): readonly number[];
}

/** The id of a user by number. */
export function userId(user: number): string {
  return `user-${user}`;
}

/** Makes the directory; it goes away with the block. */
export function createOrdersFile(users: number): OrdersFile {
  const directory = mkdtempSync(join(tmpdir(), "tidings-simulation-"));
  const database = openDatabase(join(directory, "tidings.db"));
  // The machine does not fail here, only the server does; and it must not wait for this program's disk.
  database.exec("PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000");
  const addUser = database.prepare(
    "INSERT INTO users (id, email, name, role, password_hash) VALUES (?, ?, '', 'user', '')",
  );
  const addOrder = database.prepare(
    `INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents)
     VALUES (?, ?, ?, 'a', '[]', 0, 0)`,
  );
  const advance = database.prepare(
    `UPDATE orders SET order_status = CASE order_status WHEN 'Preparing' THEN 'Out for Delivery' ELSE 'Preparing' END
     WHERE id = ?`,
  );
  const read = database.prepare("SELECT id, revision FROM orders");

  function transaction(work: () => void): void {
    database.exec("BEGIN IMMEDIATE");
    work();
    database.exec("COMMIT");
  }

  transaction(() => {
    for (let user = 0; user < users; user += 1) {
      addUser.run(userId(user), `${user}@example.com`);
      addOrder.run(`order-${user}`, `ORD-${user}`, userId(user));
    }
  });
  return {
    directory,
    change(changed) {
      transaction(() => {
        for (const user of changed) advance.run(`order-${user}`);
      });
    },
    revisions() {
      const revisions = new Array<number>(users).fill(0);
      for (const row of read.all()) revisions[Number(String(row.id).slice("order-".length))] = Number(row.revision);
      return revisions;
    },
    [Symbol.dispose]() {
      database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

import type { DatabaseSync } from "node:sqlite";
import { parse } from "@tidings/contracts";
import { type Order, type OrderItem, type OrderStatus, order } from "@tidings/contracts/orders";
import { whenFree } from "../../store/sqlite/busy.ts";
import { transaction } from "../../store/sqlite/transaction.ts";
import { fromCents } from "./money.ts";

/** An order about to be placed. */
export interface NewOrder {
  readonly id: string;
  readonly order_code: string;
  readonly user_id: string;
  readonly address_id: string;
  readonly items: readonly OrderItem[];
  readonly total_qty: number;
  readonly final_amount_cents: number;
  readonly order_status: OrderStatus;
  /** ISO 8601 in UTC. */
  readonly created_at: string;
}

/** Where orders are kept. Every change of a row is also written to `changes`, in the same transaction. */
export interface OrderRepository {
  /** A page of a user's orders, or of everyone's, newest first: fewer than `limit` only at the end. */
  list(request: {
    readonly userId?: string | undefined;
    /** An order's id: only those placed before it; none where it is not there. */
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<readonly Order[]>;
  /** Everyone's orders in some statuses, those that changed last first. */
  recent(request: { readonly statuses: readonly OrderStatus[]; readonly limit: number }): Promise<readonly Order[]>;
  find(id: string): Promise<Order | undefined>;
  /** False when the code is taken: try another. */
  insert(order: NewOrder): Promise<boolean>;
  /**
   * Sets the status that `decide` answers for the order as it is, in one transaction; the same status changes nothing.
   * What `decide` throws is thrown and nothing is changed. Undefined when there is no such order.
   */
  changeStatus(id: string, decide: (current: Order) => OrderStatus): Promise<Order | undefined>;
}

/** Behind every order that there is. */
const NEWEST = { created_at: "\u{10FFFF}", rowid: 0 };

/**
 * Orders in SQLite.
 *
 * @param onUnreadable Told of rows that are no valid orders, which only another program can have written; they are left
 *   out, so that one bad row does not empty a page.
 */
export function createSqliteOrderRepository(
  database: DatabaseSync,
  onUnreadable: (id: unknown, issues: readonly string[]) => void = () => {},
): OrderRepository {
  const ofUser = database.prepare(
    `SELECT * FROM orders WHERE user_id = ? AND (created_at, rowid) < (?, ?) ORDER BY created_at DESC, rowid DESC`,
  );
  const ofAll = database.prepare(
    `SELECT * FROM orders WHERE (created_at, rowid) < (?, ?) ORDER BY created_at DESC, rowid DESC`,
  );
  const placeOf = database.prepare("SELECT created_at, rowid FROM orders WHERE id = ?");
  const changedLast = database.prepare(
    `SELECT * FROM orders WHERE order_status IN (SELECT value FROM json_each(?))
     ORDER BY updated_at DESC, created_at DESC, rowid DESC LIMIT +?`,
  );
  const byId = database.prepare("SELECT * FROM orders WHERE id = ?");
  const add = database.prepare(
    `INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents, order_status,
       created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (order_code) DO NOTHING`,
  );
  const setStatus = database.prepare("UPDATE orders SET order_status = ? WHERE id = ?");

  function toOrder(row: Readonly<Record<string, unknown>> | undefined): Order | undefined {
    if (row === undefined) return undefined;
    const { items, final_amount_cents: cents, ...rest } = row;
    const read = parse(order, {
      ...rest,
      items: JSON.parse(String(items)),
      final_amount: fromCents(Number(cents)),
    });
    if (read.ok) return read.data;
    onUnreadable(row.id, read.issues);
    return undefined;
  }

  return {
    async list({ userId, before, limit }) {
      const from = before === undefined ? NEWEST : placeOf.get(before);
      if (from === undefined) return [];
      const place = [String(from.created_at), Number(from.rowid)] as const;
      const rows = userId === undefined ? ofAll.iterate(...place) : ofUser.iterate(userId, ...place);
      const page: Order[] = [];
      for (const row of rows) {
        const read = toOrder(row);
        if (read !== undefined) page.push(read);
        if (page.length === limit) break;
      }
      return page;
    },
    async recent({ statuses, limit }) {
      const rows = changedLast.all(JSON.stringify(statuses), limit);
      return rows.flatMap((row) => toOrder(row) ?? []);
    },
    async find(id) {
      return toOrder(byId.get(id));
    },
    insert(placed) {
      return whenFree(() => {
        const { changes } = add.run(
          placed.id,
          placed.order_code,
          placed.user_id,
          placed.address_id,
          JSON.stringify(placed.items),
          placed.total_qty,
          placed.final_amount_cents,
          placed.order_status,
          placed.created_at,
          placed.created_at,
        );
        return changes === 1;
      });
    },
    changeStatus(id, decide) {
      return whenFree(() =>
        transaction(database, () => {
          const current = toOrder(byId.get(id));
          if (current === undefined) return undefined;
          const status = decide(current);
          if (status === current.order_status) return current;
          setStatus.run(status, id);
          // The triggers have set revision and time.
          return toOrder(byId.get(id));
        }),
      );
    },
  };
}

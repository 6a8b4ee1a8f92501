import type { DatabaseSync } from "node:sqlite";
import { whenFree } from "@tidings/admission/sqlite";
import {
  fromCents,
  type Order,
  type OrderItem,
  type OrderStatus,
  order,
  orderStatuses,
} from "@tidings/contracts/orders";
import { prepareRows, prepareWrite, type Row, type RowQuery, transaction } from "@tidings/outbox/sqlite";
import * as z from "zod";
import { fillPage } from "../../store/sqlite/fill-page.ts";
import { type OnUnreadable, rowReader } from "../../store/sqlite/rows.ts";

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
  /** A page of everyone's orders in some statuses, those placed last first: fewer than `limit` only at the end. */
  placed(request: {
    readonly statuses: readonly OrderStatus[];
    /** An order's id: only those placed before it; none where it is not there. */
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<readonly Order[]>;
  find(id: string): Promise<Order | undefined>;
  /**
   * Undefined when the code is taken: try another.
   *
   * @param within Called in the transaction with the order as it is stored; what it throws undoes it.
   */
  insert(order: NewOrder, within?: (placed: Order) => void): Promise<Order | undefined>;
  /**
   * Sets the status that `decide` answers for the order as it is, in one transaction; the same status changes nothing.
   * What `decide` throws is thrown and nothing is changed. Undefined when there is no such order.
   */
  changeStatus(id: string, decide: (current: Order) => OrderStatus): Promise<Order | undefined>;
}

/** Behind every order that there is. */
const NEWEST: Row = { updated_at: "\u{10FFFF}", created_at: "\u{10FFFF}", rowid: 0 };

/** The order of a list: its columns, the last of which is the rowid. */
const CHANGED_LAST = ["updated_at", "created_at", "rowid"] as const;
const PLACED_LAST = ["created_at", "rowid"] as const;

/**
 * SQL for a page of the orders in some statuses, behind a place. Each status is read by its index, and the few that are
 * found are put in order. A status that is not asked for must not be in the statement: SQLite would look at all its rows.
 */
function pageOf(statuses: readonly OrderStatus[], columns: readonly string[]): string {
  const order = columns.map((column) => `${column} DESC`).join(", ");
  const place = columns.map((_, index) => `?${index + 1}`).join(", ");
  const limit = `LIMIT +?${columns.length + 1}`;
  const each = statuses.map(
    (status) => `SELECT rowid FROM (SELECT rowid FROM orders
      WHERE order_status = '${status}' AND (${columns.join(", ")}) < (${place}) ORDER BY ${order} ${limit})`,
  );
  return `SELECT rowid, * FROM orders WHERE rowid IN (${each.join(" UNION ALL ")}) ORDER BY ${order} ${limit}`;
}

/**
 * Orders in SQLite.
 *
 * @param onUnreadable Told of rows that are no valid orders, which only another program can have written; they are left
 *   out, so that one bad row does not empty a page.
 */
export function createSqliteOrderRepository(
  database: DatabaseSync,
  onUnreadable: OnUnreadable = () => {},
): OrderRepository {
  const ofUser = prepareRows(
    database,
    `SELECT rowid, * FROM orders WHERE user_id = ? AND (created_at, rowid) < (?, ?)
     ORDER BY created_at DESC, rowid DESC LIMIT +?`,
  );
  const ofAll = prepareRows(
    database,
    `SELECT rowid, * FROM orders WHERE (created_at, rowid) < (?, ?) ORDER BY created_at DESC, rowid DESC LIMIT +?`,
  );
  const placeOf = prepareRows(database, "SELECT created_at, rowid FROM orders WHERE id = ?");
  const pages = new Map<string, RowQuery>();
  /** One statement for each set of statuses that was asked for: there are 31. */
  function page(statuses: readonly OrderStatus[], columns: readonly string[]): RowQuery {
    const asked = orderStatuses.filter((status) => statuses.includes(status));
    const sql = pageOf(asked, columns);
    const query = pages.get(sql) ?? prepareRows(database, sql);
    pages.set(sql, query);
    return query;
  }
  const byId = prepareRows(database, "SELECT * FROM orders WHERE id = ?");
  const add = prepareWrite(
    database,
    `INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents, order_status,
       created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (order_code) DO NOTHING`,
  );
  const setStatus = prepareWrite(database, "UPDATE orders SET order_status = ? WHERE id = ?");

  const toOrder = rowReader(
    "orders",
    ({ items, final_amount_cents: cents, ...row }): Order =>
      z.parse(order, { ...row, items: readItems(items), final_amount: fromCents(z.parse(z.int(), cents)) }),
    onUnreadable,
  );

  return {
    async list({ userId, before, limit }) {
      const newest = before === undefined ? NEWEST : placeOf.get(before);
      if (newest === undefined) return [];
      return fillPage({
        limit,
        read: toOrder,
        rows({ created_at = null, rowid = null } = newest, count) {
          return userId === undefined
            ? ofAll.all(created_at, rowid, count)
            : ofUser.all(userId, created_at, rowid, count);
        },
      });
    },
    async recent({ statuses, limit }) {
      if (statuses.length === 0) return [];
      const changedLast = page(statuses, CHANGED_LAST);
      return fillPage({
        limit,
        read: toOrder,
        rows: ({ updated_at = null, created_at = null, rowid = null } = NEWEST, count) =>
          changedLast.all(updated_at, created_at, rowid, count),
      });
    },
    async placed({ statuses, before, limit }) {
      const newest = before === undefined ? NEWEST : placeOf.get(before);
      if (newest === undefined || statuses.length === 0) return [];
      const placedLast = page(statuses, PLACED_LAST);
      return fillPage({
        limit,
        read: toOrder,
        rows: ({ created_at = null, rowid = null } = newest, count) => placedLast.all(created_at, rowid, count),
      });
    },
    async find(id) {
      return toOrder(byId.get(id));
    },
    insert(placed, within) {
      return whenFree(() =>
        transaction(database, () => {
          const added = add.run(
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
          if (added !== 1) return undefined;
          const stored = toOrder(byId.get(placed.id));
          if (stored === undefined) throw new Error("an order that was just placed cannot be read");
          within?.(stored);
          return stored;
        }),
      );
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

function readItems(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    throw new Error("items: is no JSON");
  }
}

import {
  fromCents,
  type Order,
  type OrderItem,
  type OrderStatus,
  order,
  orderStatuses,
} from "@tidings/contracts/orders";
import * as z from "zod";
import { fillPage } from "../../store/fill-page.ts";
import { type OnUnreadable, rowReader } from "../../store/rows.ts";
import { first, type Row, run, type Store, type Within, wait } from "../../store/store.ts";

/** An order that is to be placed. */
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
  /** A page of a user's orders, or of everyone's, newest first. It has fewer than `limit` only at the end. */
  list(request: {
    readonly userId?: string | undefined;
    /** An order's id: only those placed before it; none where it is not there. */
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<readonly Order[]>;
  /** Everyone's orders in the given statuses, last changed first. */
  recent(request: { readonly statuses: readonly OrderStatus[]; readonly limit: number }): Promise<readonly Order[]>;
  /** A page of everyone's orders in the given statuses, newest first. It has fewer than `limit` only at the end. */
  placed(request: {
    readonly statuses: readonly OrderStatus[];
    /** An order's id: only those placed before it; none where it is not there. */
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<readonly Order[]>;
  find(id: string): Promise<Order | undefined>;
  /**
   * Stores an order. Resolves with undefined if the code is used already; try another code then.
   *
   * @param within Called in the transaction with the stored order. If it throws, the transaction is rolled back.
   */
  insert(order: NewOrder, within?: Within<Order>): Promise<Order | undefined>;
  /**
   * Sets the status that `decide` returns for the current order, in one transaction. The same status changes nothing.
   * If `decide` throws, nothing is changed and the error is passed on. Undefined if there is no such order.
   */
  changeStatus(id: string, decide: (current: Order) => OrderStatus): Promise<Order | undefined>;
}

/** A place after every order. */
const NEWEST: Row = { updated_at: "\u{10FFFF}", created_at: "\u{10FFFF}", rowid: 0 };

/** The columns that a list is sorted by; the last is the rowid. */
const CHANGED_LAST = ["updated_at", "created_at", "rowid"] as const;
const PLACED_LAST = ["created_at", "rowid"] as const;

/**
 * SQL for a page of the orders in the given statuses, after a place. Each status is read by its index, and the few
 * found rows are sorted. Other statuses must not be in the statement, because the database would read all their rows.
 */
function pageOf(statuses: readonly OrderStatus[], columns: readonly string[]): string {
  const order = columns.map((column) => `${column} DESC`).join(", ");
  const place = columns.map((_, index) => `?${index + 1}`).join(", ");
  const limit = `LIMIT +?${columns.length + 1}`;
  const each = orderStatuses
    .filter((status) => statuses.includes(status))
    .map(
      (status) => `SELECT rowid FROM (SELECT rowid FROM orders
        WHERE order_status = '${status}' AND (${columns.join(", ")}) < (${place}) ORDER BY ${order} ${limit}) AS one`,
    );
  return `SELECT rowid, * FROM orders WHERE rowid IN (${each.join(" UNION ALL ")}) ORDER BY ${order} ${limit}`;
}

const OF_USER = `SELECT rowid, * FROM orders WHERE user_id = ?1 AND (created_at, rowid) < (?2, ?3)
  ORDER BY created_at DESC, rowid DESC LIMIT +?4`;
const OF_ALL =
  "SELECT rowid, * FROM orders WHERE (created_at, rowid) < (?1, ?2) ORDER BY created_at DESC, rowid DESC LIMIT +?3";
const PLACE = "SELECT created_at, rowid FROM orders WHERE id = ?1";
const ONE = "SELECT * FROM orders WHERE id = ?1";
const ADD = `INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents, order_status,
    created_at, updated_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (order_code) DO NOTHING`;
const SET_STATUS = "UPDATE orders SET order_status = ?1 WHERE id = ?2";

/**
 * Orders in a store.
 *
 * @param onUnreadable Called for invalid rows, which only another program can have written. They are left out, so that
 *   one bad row does not empty a page.
 */
export function createOrderRepository(store: Store, onUnreadable: OnUnreadable = () => {}): OrderRepository {
  const toOrder = rowReader(
    "orders",
    ({ items, final_amount_cents: cents, ...row }): Order =>
      z.parse(order, { ...row, items: readItems(items), final_amount: fromCents(z.parse(z.int(), cents)) }),
    onUnreadable,
  );

  return {
    async list({ userId, before, limit }) {
      const newest = before === undefined ? NEWEST : await store.first(PLACE, before);
      if (newest === undefined) return [];
      return fillPage({
        limit,
        read: toOrder,
        rows({ created_at = null, rowid = null } = newest, count) {
          return userId === undefined
            ? store.all(OF_ALL, created_at, rowid, count)
            : store.all(OF_USER, userId, created_at, rowid, count);
        },
      });
    },
    async recent({ statuses, limit }) {
      if (statuses.length === 0) return [];
      const changedLast = pageOf(statuses, CHANGED_LAST);
      return fillPage({
        limit,
        read: toOrder,
        rows: ({ updated_at = null, created_at = null, rowid = null } = NEWEST, count) =>
          store.all(changedLast, updated_at, created_at, rowid, count),
      });
    },
    async placed({ statuses, before, limit }) {
      const newest = before === undefined ? NEWEST : await store.first(PLACE, before);
      if (newest === undefined || statuses.length === 0) return [];
      const placedLast = pageOf(statuses, PLACED_LAST);
      return fillPage({
        limit,
        read: toOrder,
        rows: ({ created_at = null, rowid = null } = newest, count) => store.all(placedLast, created_at, rowid, count),
      });
    },
    async find(id) {
      return toOrder(await store.first(ONE, id));
    },
    insert: (placed, within) =>
      store.transaction(function* () {
        const added = yield* run(
          ADD,
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
        const stored = toOrder(yield* first(ONE, placed.id));
        if (stored === undefined) throw new Error("an order that was just placed cannot be read");
        yield* wait(within?.(stored));
        return stored;
      }),
    changeStatus: (id, decide) =>
      store.transaction(function* () {
        const current = toOrder(yield* first(`${ONE} ${store.lock}`, id));
        if (current === undefined) return undefined;
        const status = decide(current);
        if (status === current.order_status) return current;
        yield* run(SET_STATUS, status, id);
        // The triggers have set revision and time.
        return toOrder(yield* first(ONE, id));
      }),
  };
}

function readItems(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    throw new Error("items: is no JSON");
  }
}

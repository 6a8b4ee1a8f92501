import { type Client, ClientError } from "@tidings/client";
import { listOrders, type Order, type OrderStatus, updateOrderStatus } from "@tidings/contracts/orders";

/** Milliseconds between two looks at everyone's orders, until the admin stream of source 001 is there. */
export const REFRESH_MS = 5000;

/** What the admin page shows; a new object whenever something changed. */
export interface AllOrdersState {
  readonly orders: readonly Order[];
  readonly status: "loading" | "ready" | "error";
  /** Why the last look failed; older orders stay. */
  readonly error: ClientError | undefined;
  /** When the orders were last fetched, in milliseconds since 1970. */
  readonly fetchedAt: number | undefined;
  /** Ids of orders whose change of status is under way. */
  readonly changing: readonly string[];
}

/** Everyone's orders, asked for again and again while someone looks. */
export interface AllOrders {
  getState(): AllOrdersState;
  /** Begins to ask with the first listener and ends with the last. @returns what unsubscribes */
  subscribe(listener: () => void): () => void;
  /** Asks now. */
  refresh(): Promise<void>;
  /** @throws ClientError where the server refused or could not be reached */
  setStatus(order: Order, status: OrderStatus): Promise<void>;
}

/** What {@link createAllOrders} takes from its surroundings: the page, and in tests something that is none. */
export interface AllOrdersHost {
  now(): number;
  /** @returns what calls it off */
  setTimer(run: () => void, ms: number): () => void;
  isHidden(): boolean;
  /** @returns what ends it */
  onVisible(listener: () => void): () => void;
}

/** A browser page. */
const pageHost: AllOrdersHost = {
  now: () => Date.now(),
  setTimer(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  isHidden: () => document.visibilityState === "hidden",
  onVisible(listener) {
    document.addEventListener("visibilitychange", listener);
    return () => document.removeEventListener("visibilitychange", listener);
  },
};

/** Makes the store. A hidden page asks nothing; one that is seen again asks at once. */
export function createAllOrders(client: Client, host: AllOrdersHost = pageHost): AllOrders {
  const listeners = new Set<() => void>();
  let state: AllOrdersState = {
    orders: [],
    status: "loading",
    error: undefined,
    fetchedAt: undefined,
    changing: [],
  };
  let cancelTimer: (() => void) | undefined;
  let leavePage: (() => void) | undefined;
  let asking: AbortController | undefined;

  const set = (change: Partial<AllOrdersState>) => {
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  };

  const plan = () => {
    cancelTimer?.();
    cancelTimer = listeners.size > 0 && !host.isHidden() ? host.setTimer(() => void refresh(), REFRESH_MS) : undefined;
  };

  const refresh = async () => {
    asking?.abort();
    const own = new AbortController();
    asking = own;
    try {
      const { data } = await client.call(listOrders, { query: { scope: "all" } }, { signal: own.signal });
      if (asking === own) {
        set({ orders: newestOf(state.orders, data), status: "ready", error: undefined, fetchedAt: host.now() });
      }
    } catch (error) {
      if (asking === own && error instanceof ClientError && error.code !== "aborted") set({ status: "error", error });
    } finally {
      if (asking === own) {
        asking = undefined;
        plan();
      }
    }
  };

  const stop = () => {
    asking?.abort();
    asking = undefined;
    cancelTimer?.();
    leavePage?.();
  };

  return {
    getState: () => state,
    refresh,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        leavePage = host.onVisible(() => (host.isHidden() ? cancelTimer?.() : void refresh()));
        void refresh();
      }
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop();
      };
    },
    async setStatus(order, order_status) {
      set({ changing: [...state.changing, order.id] });
      try {
        const { data } = await client.call(updateOrderStatus, { params: { id: order.id }, body: { order_status } });
        set({ orders: state.orders.map((known) => (known.id === data.id ? newer(known, data) : known)) });
      } finally {
        set({ changing: state.changing.filter((id) => id !== order.id) });
      }
    },
  };
}

/** The list as fetched; but what this page changed while it was on its way is not taken back. */
function newestOf(known: readonly Order[], fetched: readonly Order[]): Order[] {
  const before = new Map(known.map((order) => [order.id, order]));
  return fetched.map((order) => {
    const own = before.get(order.id);
    return own ? newer(own, order) : order;
  });
}

// The known one where neither is newer, so that a card which did not change is not drawn again.
function newer(known: Order, other: Order): Order {
  return other.revision > known.revision ? other : known;
}

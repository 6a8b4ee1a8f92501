import {
  type Client,
  type ConnectionStatus,
  createClientListeners,
  createLiveQuery,
  idleStatus,
  type LiveSnapshot,
} from "@tidings/client";
import {
  type AdminOrderGroup,
  type AdminOrdersState,
  adminOrderReducers,
  createOrdersDepth,
  createPacedReload,
  loadAdminOrders,
} from "@tidings/client/admin-orders";
import { MAX_PAGE } from "@tidings/contracts";
import type { Store } from "@tidings/contracts/listeners";
import { dashboardOrders, dashboardStream, type UpstreamState } from "../contract.ts";
import { recentTimes } from "./activity.ts";

/** All that the desk shows. The same object until something changes. */
export interface DeskState {
  readonly orders: LiveSnapshot<AdminOrdersState>;
  readonly connection: ConnectionStatus;
  /** The state of the dashboard's own connection to the API, and since when; undefined until it is known. */
  readonly upstream: { readonly state: UpstreamState; readonly since: string } | undefined;
  /** When the events in the chart arrived, in milliseconds since 1970. */
  readonly events: readonly number[];
}

/** The desk's orders and connection: a store that starts with the first listener and ends with the last. */
export interface Desk extends Store<DeskState> {
  reconnect(): void;
  /** Loads one more page of older orders of a group. */
  loadOlder(group: AdminOrderGroup): void;
}

/** Makes {@link Desk}. */
export function createDesk(client: Client): Desk {
  const listeners = createClientListeners(client, "the desk");
  let state: DeskState = {
    orders: { data: undefined, status: "loading", error: undefined, isLoading: true },
    connection: idleStatus,
    upstream: undefined,
    events: [],
  };
  let running: { reconnect(): void; loadOlder(group: AdminOrderGroup): void; close(): void } | undefined;

  function set(change: Partial<DeskState>): void {
    state = { ...state, ...change };
    listeners.notify();
  }

  function start() {
    const depth = createOrdersDepth(MAX_PAGE);
    const unknown = createPacedReload(client.host, 5_000, () => query.reload());
    const query = createLiveQuery<AdminOrdersState, typeof dashboardStream>({
      client,
      stream: dashboardStream,
      load: (signal, held) =>
        loadAdminOrders((page) => client.call(dashboardOrders, { query: page }, { signal }), depth.of(held)),
      apply: {
        ...adminOrderReducers(unknown.request),
        reload(orders, _data, { reload }) {
          reload();
          return orders;
        },
      },
    });
    const { stream } = query;
    query.subscribe(() => set({ orders: query.getSnapshot() }));
    stream.subscribe(() => set({ connection: stream.getSnapshot() }));
    stream.on("upstream", ({ data }) => set({ upstream: data }));
    stream.onAny(({ event, receivedAt }) => {
      const counts = event === "new_order" || event === "order_update";
      if (counts) set({ events: [...recentTimes(state.events, receivedAt), receivedAt] });
    });
    return {
      reconnect: () => stream.reconnect(),
      loadOlder(group: AdminOrderGroup) {
        depth.deepen(group, query.getSnapshot().data);
        void query.reload();
      },
      close() {
        unknown.close();
        query.close();
      },
    };
  }

  return {
    getSnapshot: () => state,
    subscribe(listener) {
      const leave = listeners.add(listener);
      running ??= start();
      return () => {
        leave();
        if (listeners.size > 0) return;
        running?.close();
        running = undefined;
      };
    },
    reconnect: () => running?.reconnect(),
    loadOlder: (group) => running?.loadOlder(group),
  };
}

import { ClientError } from "@tidings/client";
import type { Order, OrderStatus } from "@tidings/contracts/orders";
import { useTidings } from "@tidings/react-sse";
import { InfoIcon, OrderList, WarningIcon } from "@tidings/react-sse/components";
import { RefreshCw } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { Page } from "../layout/page.tsx";
import { createAllOrders, REFRESH_MS } from "./all-orders.ts";
import { customerName } from "./customer.ts";
import { FetchedAgo } from "./fetched-ago.tsx";
import { type OrderFilter, OrderFilterSwitch, orderFilters } from "./order-filter.tsx";
import { StatusPicker } from "./status-picker.tsx";

/** Everyone's orders, for whoever moves them on. */
export function AdminPage(): ReactNode {
  const client = useTidings();
  const all = useMemo(() => createAllOrders(client), [client]);
  const { orders, status, error, fetchedAt, changing } = useSyncExternalStore(all.subscribe, all.getState);
  const [filter, setFilter] = useState<OrderFilter>("open");
  const [problem, setProblem] = useState<string>();

  const setStatus = useCallback(
    async (order: Order, to: OrderStatus) => {
      setProblem(undefined);
      try {
        await all.setStatus(order, to);
      } catch (error) {
        const why = error instanceof ClientError ? error.message : "something went wrong";
        setProblem(`${order.order_code} was not set to ${to}: ${why}.`);
      }
    },
    [all],
  );
  const onAdvance = useCallback((order: Order, to: OrderStatus) => void setStatus(order, to), [setStatus]);
  const renderActions = useCallback(
    (order: Order) => (
      <>
        <p className="demo-customer">
          <span className="tidings-visually-hidden">Ordered by </span>
          {customerName(order.user_id)}
        </p>
        <StatusPicker order={order} pending={false} onPick={onAdvance} />
      </>
    ),
    [onAdvance],
  );

  const shown = orders.filter(orderFilters[filter]);
  return (
    <Page
      title="All orders"
      aside={
        <div className="tidings-cluster">
          <FetchedAgo at={fetchedAt} />
          <button type="button" className="tidings-button" data-size="small" onClick={() => void all.refresh()}>
            <RefreshCw aria-hidden size="1em" />
            Refresh
          </button>
        </div>
      }
    >
      <div className="tidings-notice" data-tone="info">
        <InfoIcon />
        <p>
          This list is not live: the page asks for it every {REFRESH_MS / 1000} seconds while you look. Your customers
          hear of each change at once.
        </p>
      </div>
      <OrderFilterSwitch orders={orders} current={filter} onChange={setFilter} />
      <div className="demo-alerts" role="alert">
        {problem && (
          <div className="tidings-notice" data-tone="danger">
            <WarningIcon />
            <p>{problem}</p>
          </div>
        )}
      </div>
      <div className="demo-all-orders">
        {status === "ready" && shown.length === 0 ? (
          <div className="tidings-blank">
            <p className="tidings-subheading">Nothing here</p>
            <p>
              {filter === "open" ? "Every order is at its end. New ones show up by themselves." : "No such orders yet."}
            </p>
          </div>
        ) : (
          <OrderList
            label="All orders"
            orders={shown}
            status={status}
            error={error?.message}
            advancing={changing}
            onAdvance={onAdvance}
            renderActions={renderActions}
            onRetry={() => void all.refresh()}
          />
        )}
      </div>
    </Page>
  );
}

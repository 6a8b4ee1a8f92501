import type { OlderState } from "@tidings/client";
import { orderGroups } from "@tidings/client/admin-orders";
import { toAdminStatus } from "@tidings/contracts/admin-orders";
import type { Order, OrderStatus } from "@tidings/contracts/orders";
import { useAdminOrders } from "@tidings/react-sse";
import {
  ConnectionIndicator,
  InfoIcon,
  OrderList,
  partWords,
  ReloadedIcon,
  WarningIcon,
} from "@tidings/react-sse/components";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Page } from "../layout/page.tsx";
import { changeFailed } from "../undecided-words.ts";
import { customerName } from "./customer.ts";
import { toCustomerOrder } from "./customer-order.ts";
import { NewOrderNews } from "./new-order-news.tsx";
import { countOfFilter, type OrderFilter, OrderFilterSwitch, orderFilters } from "./order-filter.tsx";
import { StatusPicker } from "./status-picker.tsx";

const words: Readonly<Record<OrderFilter, string>> = {
  open: "open orders",
  finished: "finished orders",
  all: "orders",
};

/** Combines the states of several lists: `more` if one of them has more. */
function olderAmong(states: readonly OlderState[]): OlderState {
  return states.find((state) => state === "loading") ?? states.find((state) => state !== "none") ?? "none";
}

/** Everyone's orders, live, for admins who set their statuses. */
export function AdminPage(): ReactNode {
  const {
    orders: all,
    counts,
    status,
    error,
    connection,
    mode,
    reload,
    reconnect,
    setStatus,
    ...pages
  } = useAdminOrders();
  const orders = useMemo(() => all.map(toCustomerOrder), [all]);
  const [filter, setFilter] = useState<OrderFilter>("open");
  const [changing, setChanging] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string>();

  const move = useCallback(
    async (order: Order, to: OrderStatus) => {
      setProblem(undefined);
      setChanging((before) => [...before, order.id]);
      try {
        await setStatus(order.id, toAdminStatus(to));
      } catch (error) {
        setProblem(changeFailed(error, { thing: order.order_code, done: `set to ${to}` }));
      } finally {
        setChanging((before) => before.filter((id) => id !== order.id));
      }
    },
    [setStatus],
  );
  const onAdvance = useCallback((order: Order, to: OrderStatus) => void move(order, to), [move]);
  const renderActions = useCallback(
    (order: Order) => (
      <>
        <p className="demo-customer">
          <span className="tidings-visually-hidden">Ordered by </span>
          <span>{customerName(order.user_id)}</span>
        </p>
        <StatusPicker order={order} pending={false} onPick={onAdvance} />
      </>
    ),
    [onAdvance],
  );

  const shown = orders.filter(orderFilters[filter]);
  const part = partWords(shown.length, counts && countOfFilter(counts, filter), words[filter]);
  const groups = filter === "all" ? orderGroups : [filter];
  const older = olderAmong(groups.map((group) => pages.older[group]));
  const loadOlder = () => {
    for (const group of groups) if (pages.older[group] !== "none") void pages.loadOlder(group);
  };
  return (
    <Page title="All orders" aside={<ConnectionIndicator status={connection} onReconnect={reconnect} />}>
      <NewOrderNews />
      <div className="demo-alerts" role="status">
        {mode === "polling" && (
          <div className="tidings-notice" data-tone="warning">
            <InfoIcon />
            <p>
              Polling: live updates are unavailable, so this page refreshes every 5 seconds. It switches back
              automatically.
            </p>
          </div>
        )}
      </div>
      {connection.freshness === "reloaded" && (
        <div className="tidings-notice" data-tone="warning">
          <ReloadedIcon />
          <p>Some updates were missed, so the orders were loaded again. What you see is current.</p>
        </div>
      )}
      <OrderFilterSwitch counts={counts} current={filter} onChange={setFilter} />
      <div className="demo-alerts" role="alert">
        {problem && (
          <div className="tidings-notice" data-tone="danger">
            <WarningIcon />
            <p>{problem}</p>
          </div>
        )}
      </div>
      {part !== undefined && <p className="tidings-meta">{part}</p>}
      <div className="demo-all-orders">
        {status === "ready" && shown.length === 0 && part === undefined ? (
          <div className="tidings-blank">
            <p className="tidings-subheading">Nothing here</p>
            <p>
              {filter === "open" ? "All orders are finished. New ones appear automatically." : "No orders here yet."}
            </p>
          </div>
        ) : (
          <OrderList
            label="All orders"
            orders={shown}
            status={status}
            error={error?.reason}
            advancing={changing}
            onAdvance={onAdvance}
            renderActions={renderActions}
            older={older}
            onLoadOlder={loadOlder}
            onRetry={reload}
          />
        )}
      </div>
    </Page>
  );
}

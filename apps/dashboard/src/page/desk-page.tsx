import { type AdminOrdersState, groupOf, orderGroups } from "@tidings/client/admin-orders";
import { type AdminOrderStatus, adminOrderStatuses, countOf, toOrderStatus } from "@tidings/contracts/admin-orders";
import type { User } from "@tidings/contracts/auth";
import { useConnectionAnnouncements, useEventToasts, useTidings } from "@tidings/react-sse";
import {
  ConnectionIndicator,
  createNumbers,
  createTimes,
  LetterIcon,
  OlderButton,
  partWords,
  readInstant,
  WarningIcon,
} from "@tidings/react-sse/components";
import { EventToaster } from "@tidings/react-sse/sonner";
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { dashboardStream } from "../contract.ts";
import { countMinutes, newestMoment } from "./activity.ts";
import { ActivityChart } from "./activity-chart.tsx";
import { createDesk } from "./desk-state.ts";
import { OrderTable } from "./order-table.tsx";
import { worseLeg } from "./worse-leg.ts";

const inFigures = createNumbers();

const nothing: Omit<AdminOrdersState, "counts"> & { readonly counts?: undefined } = {
  orders: [],
  hasOlder: { open: false, finished: false },
};

const clock = createTimes({ dateStyle: "medium", timeStyle: "short" });

/** Everyone's orders as they happen: how many in which status, how fast they come, and each of them. */
export function DeskPage(props: {
  readonly user: User;
  readonly onSignOut: () => void;
  readonly onExpired: () => void;
}): ReactNode {
  const { user, onSignOut, onExpired } = props;
  const client = useTidings();
  const desk = useMemo(() => createDesk(client), [client]);
  const { orders, connection, upstream, events } = useSyncExternalStore(desk.subscribe, desk.getSnapshot);
  const [filter, setFilter] = useState<AdminOrderStatus | "ALL">("ALL");
  const [openedAt] = useState(() => Date.now());
  const now = useMinuteHand();
  useEventToasts(dashboardStream);
  useConnectionAnnouncements(dashboardStream);

  const expired = connection.state === "closed" && connection.error?.status === 401;
  useEffect(() => {
    if (expired) onExpired();
  }, [expired, onExpired]);

  const { orders: all, counts, hasOlder } = orders.data ?? nothing;
  const shown = filter === "ALL" ? all : all.filter(({ status }) => status === filter);
  const placed = all.flatMap(({ createdAt }) => readInstant(createdAt) ?? []);
  const minutes = countMinutes(newestMoment(now, [...placed, ...events.slice(-1)]), placed, events);
  const everything = counts && countOf(counts, adminOrderStatuses);
  const total = filter === "ALL" ? everything : counts?.[filter];
  const groups = (filter === "ALL" ? orderGroups : [groupOf({ status: filter })]).filter((group) => hasOlder[group]);
  const lost = upstream?.state === "lost" ? upstream : undefined;

  return (
    <>
      <a className="shell-skip-link" href="#orders">
        Skip to the orders
      </a>
      <header className="shell-header">
        <div className="shell-airmail" aria-hidden="true" />
        <div className="shell-header-row">
          <span className="shell-brand">
            <LetterIcon />
            <span>Tidings</span>
          </span>
          <div className="shell-header-end">
            <ConnectionIndicator status={worseLeg(connection, upstream)} onReconnect={desk.reconnect} compact />
            <span className="tidings-meta">{user.name}</span>
            <button type="button" className="tidings-button" data-variant="quiet" data-size="small" onClick={onSignOut}>
              Sign out
            </button>
          </div>
        </div>
      </header>
      <main className="tidings-main desk-main">
        <h1 className="tidings-title">Orders desk</h1>
        <div className="desk-alerts" role="status">
          {lost && (
            <div className="tidings-notice" data-tone="warning">
              <WarningIcon />
              <p>
                <span>{`Live updates stopped at ${clock(lost.since)}.`}</span>{" "}
                <span>Orders may be out of date. They refresh when the connection is back.</span>
              </p>
            </div>
          )}
          {orders.status === "error" && (
            <div className="tidings-notice" data-tone="danger">
              <WarningIcon />
              <p>{`The orders could not be loaded: ${orders.error?.reason ?? "the reason is not known"}.`}</p>
            </div>
          )}
        </div>
        <div className="desk-overview">
          <section aria-labelledby="counters" className="desk-counters">
            <h2 id="counters" className="tidings-visually-hidden">
              Orders by status
            </h2>
            <Counter label="All orders" count={everything} on={filter === "ALL"} onPick={() => setFilter("ALL")} />
            {adminOrderStatuses.map((status) => (
              <Counter
                key={status}
                label={toOrderStatus(status)}
                count={counts?.[status]}
                on={filter === status}
                onPick={() => setFilter(status)}
              />
            ))}
          </section>
          <section className="tidings-panel" aria-labelledby="pace">
            <h2 id="pace" className="tidings-subheading">{`The last ${minutes.length} minutes`}</h2>
            <ActivityChart minutes={minutes} />
          </section>
        </div>
        <section id="orders" aria-labelledby="orders-heading" tabIndex={-1} className="desk-list">
          <h2 id="orders-heading" className="tidings-heading">
            <span>{filter === "ALL" ? "All orders" : toOrderStatus(filter)}</span>{" "}
            <span className="tidings-meta">{partWords(shown.length, total, "orders") ?? inFigures(shown.length)}</span>
          </h2>
          {orders.status === "loading" && <p className="tidings-meta">Loading the orders…</p>}
          {orders.status === "ready" && shown.length === 0 && total === 0 && (
            <div className="tidings-blank">
              <p>No orders here. New ones appear automatically.</p>
            </div>
          )}
          {shown.length > 0 && <OrderTable orders={shown} openedAt={openedAt} />}
          {groups.length > 0 && (
            <OlderButton
              of="orders"
              state={orders.isLoading ? "loading" : "more"}
              onLoad={() => groups.forEach(desk.loadOlder)}
            />
          )}
        </section>
      </main>
      <EventToaster position="bottom-right" />
    </>
  );
}

function Counter(props: {
  readonly label: string;
  /** Undefined until it is known. */
  readonly count: number | undefined;
  readonly on: boolean;
  readonly onPick: () => void;
}): ReactNode {
  const { label, count, on, onPick } = props;
  return (
    <button type="button" className="desk-counter" aria-pressed={on} onClick={onPick}>
      <span className="desk-count">{count === undefined ? "" : inFigures(count)}</span>
      <span>{label}</span>
    </button>
  );
}

/** The time, looked at often enough that the chart's minutes move on. */
function useMinuteHand(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

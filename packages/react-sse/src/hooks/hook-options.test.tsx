import { act } from "@testing-library/react";
import { greeting, orderUpdate } from "@tidings/client/testing";
import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import type { ListenOptions } from "./stream-options.ts";
import { useAdminOrders } from "./use-admin-orders.ts";
import { useAnyEvent } from "./use-any-event.ts";
import { useConnectionAnnouncements } from "./use-connection-announcements.ts";
import { useConnectionStatus } from "./use-connection-status.ts";
import { useEventToasts } from "./use-event-toasts.ts";
import { useEvents } from "./use-events.ts";
import { useLatest } from "./use-latest.ts";
import { useNotifications } from "./use-notifications.ts";
import { useOperationAnnouncements } from "./use-operation-announcements.ts";
import { useOperations } from "./use-operations.ts";
import { useOrders } from "./use-orders.ts";
import { useRecords } from "./use-records.ts";
import { useStream } from "./use-stream.ts";
import { useStreamEvent } from "./use-stream-event.ts";

type Options = ListenOptions<typeof notificationsStream>;
const none = () => {};

/** Every hook that opens a stream by itself. */
const hooks: Readonly<Record<string, (options?: Options) => unknown>> = {
  useAnyEvent: (options) => useAnyEvent(notificationsStream, none, options),
  useConnectionAnnouncements: (options) => useConnectionAnnouncements(notificationsStream, options),
  useConnectionStatus: (options) => useConnectionStatus(notificationsStream, options),
  useEventToasts: (options) => useEventToasts(notificationsStream, options),
  useEvents: (options) => useEvents(notificationsStream, options),
  useLatest: (options) => useLatest(notificationsStream, "progress", options),
  useNotifications: (options) => useNotifications(options),
  useOperationAnnouncements: (options) => useOperationAnnouncements(options),
  useOperations: (options) => useOperations(options),
  useStream: (options) => useStream(notificationsStream, options),
  useStreamEvent: (options) => useStreamEvent(notificationsStream, "progress", none, options),
};

function Uses({ useHook, options }: { useHook(options?: Options): unknown; readonly options?: Options }) {
  useHook(options);
  return null;
}

it.each(Object.entries(hooks))(
  "%s opens the stream as it is told to, and not while it is disabled",
  async (_name, useHook) => {
    const page = await renderTidings(<Uses useHook={useHook} options={{ enabled: false }} />);
    expect(page.server.requests).toHaveLength(0);
    await page.show(<Uses useHook={useHook} options={{ enabled: true, query: { page: "home" } }} />);
    expect(page.server.requests.map(({ url }) => url.search)).toEqual(["?page=home"]);
  },
);

it.each(Object.entries(hooks))(
  "%s opens the stream without parameters unless told otherwise",
  async (_name, useHook) => {
    const page = await renderTidings(<Uses useHook={useHook} />);
    expect(page.server.requests.map(({ url }) => `${url.pathname}${url.search}`)).toEqual(["/api/sse"]);
  },
);

function Log() {
  return useEvents(ordersStream).map(({ event }) => `${event} `);
}

it("C15: useEvents shows with the next frame what has come", async () => {
  const page = await renderTidings(<Log />);
  await act(() => page.server.last.accept());
  await act(() => page.server.last.send(greeting(), orderUpdate(1)));
  expect(page.container.textContent).toBe("");
  await page.frame();
  expect(page.container.textContent).toBe("connected order_status_update ");
});

/** Every hook that shares a query, disabled or not mounted yet: what its functions do then. */
const idle: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
  useOrders: () => {
    const { reload, loadOlder, reconnect } = useOrders({ enabled: false });
    return { reload, loadOlder, reconnect };
  },
  useAdminOrders: () => {
    const { reload, loadOlder, reconnect } = useAdminOrders({ enabled: false });
    return { reload, loadOlder: () => loadOlder("open"), reconnect };
  },
  useRecords: () => {
    const { reload, reconnect } = useRecords({ enabled: false });
    return { reload, reconnect };
  },
};

function Tells({ useFunctions, tell }: { useFunctions(): object; tell(functions: object): void }) {
  tell(useFunctions());
  return null;
}

it.each(Object.entries(idle))(
  "C12: while it is disabled the functions of %s ask for nothing",
  async (_name, useFunctions) => {
    let functions: object = {};
    const tell = (now: object) => {
      functions = now;
    };
    const page = await renderTidings(<Tells useFunctions={useFunctions} tell={tell} />);
    for (const call of Object.values(functions)) await act(async () => call());
    expect(Object.keys(functions).length).toBeGreaterThan(1);
    expect(page.server.requests).toHaveLength(0);
  },
);

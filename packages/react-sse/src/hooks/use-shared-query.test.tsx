import { act } from "@testing-library/react";
import { createLiveQuery, idleStatus, type LiveQuery } from "@tidings/client";
import { ordersStream } from "@tidings/contracts/orders";
import { expect, it, vi } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { type SharedQueryView, useSharedQuery } from "./use-shared-query.ts";

type Orders = LiveQuery<number, typeof ordersStream>;
type Shared = Parameters<typeof useSharedQuery<number, typeof ordersStream, Orders>>[0];

/** Shares one query, and counts who listens to it and who holds it. */
function setUp() {
  const counts = { listeners: 0, holders: 0 };
  let query: Orders | undefined;
  const counted = (subscribe: (listener: () => void) => () => void) => (listener: () => void) => {
    counts.listeners += 1;
    const stop = subscribe(listener);
    return vi.fn(() => {
      counts.listeners -= 1;
      stop();
    });
  };
  const shared: Shared = {
    get: () => undefined,
    acquire(client) {
      query ??= createLiveQuery<number, typeof ordersStream>({
        client,
        stream: ordersStream,
        load: async () => ({ data: 1, position: "e:1" }),
        apply: { order_status_update: (count) => count + 1 },
      });
      counts.holders += 1;
      const { stream } = query;
      const thing: Orders = {
        ...query,
        subscribe: counted(query.subscribe),
        stream: { ...stream, subscribe: counted((listener) => stream.subscribe(listener)) },
      };
      const release = () => {
        counts.holders -= 1;
      };
      return { thing, release };
    },
  };
  return { counts, shared, close: () => query?.close() };
}

let view: SharedQueryView<number, Orders>;

function Count({ shared, enabled = true }: { readonly shared: Shared; readonly enabled?: boolean }) {
  view = useSharedQuery(shared, enabled);
  return null;
}

it("C12: a component that leaves stops listening to the query and to its stream, which others may hold", async () => {
  const { counts, shared, close } = setUp();
  const page = await renderTidings(<Count shared={shared} />);
  expect(counts).toEqual({ listeners: 2, holders: 1 });
  expect(view.held()).toBeDefined();
  await page.leave();
  expect(counts).toEqual({ listeners: 0, holders: 0 });
  expect(view.held()).toBeUndefined();
  close();
});

it("holds nothing while it is not enabled, and takes the query up when it is", async () => {
  const { counts, shared, close } = setUp();
  const page = await renderTidings(<Count shared={shared} enabled={false} />);
  expect(counts).toEqual({ listeners: 0, holders: 0 });
  expect(view).toMatchObject({ snapshot: { status: "loading", data: undefined }, connection: idleStatus });
  await act(() => view.reload());
  view.reconnect();
  await page.show(<Count shared={shared} />);
  await page.frame();
  expect(counts).toEqual({ listeners: 2, holders: 1 });
  expect(view.snapshot).toMatchObject({ status: "ready", data: 1 });
  await page.show(<Count shared={shared} enabled={false} />);
  expect(counts).toEqual({ listeners: 0, holders: 0 });
  close();
});

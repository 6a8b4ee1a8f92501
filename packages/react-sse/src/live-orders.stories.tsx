import type { Meta, StoryObj } from "@storybook/react-vite";
import { type Client, createClient } from "@tidings/client";
import { sampleUsers } from "@tidings/contracts/auth";
import { type Order, ordersStream, sampleOrders } from "@tidings/contracts/orders";
import { createMockApp, type MockApp } from "@tidings/mocks/auth";
import { createOrdersMock, type OrdersMock } from "@tidings/mocks/orders";
import { getResponse } from "msw";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { expect, waitFor } from "storybook/test";
import { ConnectionIndicator } from "./components/connection/connection-indicator/connection-indicator.tsx";
import { OrderList } from "./components/orders/order-list/order-list.tsx";
import { TidingsProvider } from "./hooks/tidings-provider.tsx";
import { useConnectionAnnouncements } from "./hooks/use-connection-announcements.ts";
import { useEventToasts } from "./hooks/use-event-toasts.ts";
import { useOrders } from "./hooks/use-orders.ts";
import { EventToaster } from "./sonner/event-toaster.tsx";

/** The kit at work: hooks and components on a mocked server that can be played with. No network, no service worker. */
const meta = { title: "Live/My orders" } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

interface Live {
  readonly app: MockApp;
  readonly world: OrdersMock;
  readonly client: Client;
}

function start(): Live {
  const app = createMockApp({ signedInAs: sampleUsers.ada, latencyMs: 150 });
  const world = createOrdersMock({ server: app.server, orders: sampleOrders });
  const handlers = [...app.handlers(world)];
  const client = createClient({
    host: {
      async fetch(url, init) {
        const answer = await getResponse(handlers, new Request(new URL(url, location.href), init));
        return answer ?? new Response(null, { status: 404 });
      },
    },
  });
  return { app, world, client };
}

function MyOrders({ app, world }: Pick<Live, "app" | "world">): ReactNode {
  const { orders, status, error, connection, reload, reconnect, cancelOrder } = useOrders();
  useEventToasts(ordersStream);
  useConnectionAnnouncements(ordersStream);
  const onCancel = useCallback((order: Order) => void cancelOrder(order.id), [cancelOrder]);
  const { server } = app;
  return (
    <div className="tidings-stack">
      <div className="tidings-cluster" data-spread>
        <h1 className="tidings-title">My orders</h1>
        <ConnectionIndicator status={connection} onReconnect={reconnect} />
      </div>
      <fieldset className="tidings-field">
        <legend className="tidings-label">Play the server</legend>
        <div className="tidings-cluster">
          <Act does={() => world.advanceOldest(sampleUsers.ada.id)}>Move an order on</Act>
          <Act does={() => server.drop()}>Cut the connection</Act>
          <Act does={() => server.gap()}>Clear the log</Act>
          <Act does={() => server.refuse(503, { retryAfter: 5 })}>Answer 503</Act>
          <Act does={() => server.goOffline()}>Go offline</Act>
          <Act does={() => server.goOnline()}>Come back</Act>
          <Act does={() => app.expireSessions()}>Expire the session</Act>
        </div>
      </fieldset>
      <OrderList orders={orders} status={status} error={error} onCancel={onCancel} onRetry={reload} />
    </div>
  );
}

function Act({ does, children }: { does(): void; readonly children: ReactNode }): ReactNode {
  return (
    <button type="button" className="tidings-button" data-size="small" onClick={() => does()}>
      {children}
    </button>
  );
}

function Playground(): ReactNode {
  const [live, setLive] = useState<Live>();
  useEffect(() => {
    const started = start();
    setLive(started);
    return () => {
      started.client.close();
      started.world.close();
    };
  }, []);
  return (
    live && (
      <TidingsProvider client={live.client}>
        <MyOrders app={live.app} world={live.world} />
        <EventToaster />
      </TidingsProvider>
    )
  );
}

/** Press the buttons and watch: events move the cards, drops are caught up, gaps are told and loaded again. */
export const Playable: Story = {
  render: () => <Playground />,
  play: async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText("Live")).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Move an order on" }));
    const card = canvas.getByRole("article", { name: "ORD-P2Q8Z5" });
    await waitFor(() => expect(card).toHaveAttribute("data-status", "Delivered"));
  },
};

import type { Meta, StoryObj } from "@storybook/react-vite";
import { type Client, createClient } from "@tidings/client";
import { notificationsStream } from "@tidings/contracts/notifications";
import { play } from "@tidings/mocks";
import { createNotificationsMock, type NotificationsMock, notificationsScenarios } from "@tidings/mocks/notifications";
import { getResponse } from "msw";
import { type ReactNode, useEffect, useState } from "react";
import { expect, waitFor } from "storybook/test";
import { NotificationCenter } from "./components/notifications/notification-center/notification-center.tsx";
import { ProgressList } from "./components/notifications/progress-list/progress-list.tsx";
import { TidingsProvider } from "./hooks/tidings-provider.tsx";
import { useConnectionStatus } from "./hooks/use-connection-status.ts";
import { useEventToasts } from "./hooks/use-event-toasts.ts";
import { useNotifications } from "./hooks/use-notifications.ts";
import { useOperationAnnouncements } from "./hooks/use-operation-announcements.ts";
import { useOperations } from "./hooks/use-operations.ts";
import { EventToaster } from "./sonner/event-toaster.tsx";

/** The bell and the bars at work, on a mocked server that can be played with. No network, no service worker. */
const meta = { title: "Live/Notifications" } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

interface Live {
  readonly world: NotificationsMock;
  readonly client: Client;
}

function start(): Live {
  const world = createNotificationsMock();
  const client = createClient({
    host: {
      async fetch(url, init) {
        const answer = await getResponse([...world.handlers], new Request(new URL(url, location.href), init));
        return answer ?? new Response(null, { status: 404 });
      },
    },
  });
  return { world, client };
}

function Notifications({ world }: { readonly world: NotificationsMock }): ReactNode {
  const connection = useConnectionStatus(notificationsStream);
  const { notifications, markRead, markAllRead, clear } = useNotifications();
  const { operations, dismiss } = useOperations();
  useEventToasts(notificationsStream);
  useOperationAnnouncements();
  const scenarios = notificationsScenarios(world);
  return (
    <div className="tidings-stack">
      <div className="tidings-cluster" data-spread>
        <h1 className="tidings-title">Notifications</h1>
        <NotificationCenter
          notifications={notifications}
          onRead={markRead}
          onReadAll={markAllRead}
          onClear={clear}
          connection={connection}
        />
      </div>
      <fieldset className="tidings-field">
        <legend className="tidings-label">Play the server</legend>
        <div className="tidings-cluster">
          {Object.values(scenarios).map((scenario) => (
            <Act key={scenario.name} does={() => play(world.server, scenario)}>
              {scenario.name}
            </Act>
          ))}
          <Act does={() => world.send({ event: "success", data: { message: "Saved" } })}>Succeed</Act>
          <Act does={() => world.server.drop()}>Cut the connection</Act>
          <Act does={() => world.server.goOffline()}>Go offline</Act>
          <Act does={() => world.server.goOnline()}>Come back</Act>
        </div>
      </fieldset>
      <ProgressList operations={operations} onDismiss={dismiss} />
    </div>
  );
}

function Act({ does, children }: { does(): unknown; readonly children: ReactNode }): ReactNode {
  return (
    <button type="button" className="tidings-button" data-size="small" onClick={() => void does()}>
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
        <Notifications world={live.world} />
        <EventToaster />
      </TidingsProvider>
    )
  );
}

/** Press the buttons and watch: bars fill, the bell counts, toasts come and go. */
export const Playable: Story = {
  render: () => <Playground />,
  play: async ({ canvas, userEvent }) => {
    const succeed = await canvas.findByRole("button", { name: "Succeed" });
    await waitFor(async () => {
      await userEvent.click(succeed);
      await expect(canvas.getByRole("button", { name: /^Notifications, \d+ unread/ })).toBeVisible();
    });
    await userEvent.click(canvas.getByRole("button", { name: "An upload, and a warning" }));
    await expect(await canvas.findByRole("progressbar", { name: "holiday.jpg" })).toBeVisible();
  },
};

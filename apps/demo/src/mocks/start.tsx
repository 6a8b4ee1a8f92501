import { createHost, type Host } from "@tidings/client";
import type { MockServer } from "@tidings/mocks";
import { createAdminOrdersMock } from "@tidings/mocks/admin-orders";
import { createMockApp } from "@tidings/mocks/auth";
import { chatScenarios, createChatMock } from "@tidings/mocks/chat";
import { createNotificationsMock, notificationsScenarios } from "@tidings/mocks/notifications";
import { createOrdersMock, ordersScenarios } from "@tidings/mocks/orders";
import { createRecordsMock } from "@tidings/mocks/records";
import { setupWorker } from "msw/browser";
import type { ReactNode } from "react";
import { demoPassword } from "../sign-in/demo-accounts.ts";
import { answerForGrace } from "./answer-for-grace.ts";
import { ControlPanel } from "./control-panel.tsx";
import { createScenarioPlayer } from "./scenario-player.ts";

/** What the demo runs on without a server. */
export interface Mocks {
  /** For the client: a mocked network that is off counts as offline, as an unplugged cable would. */
  readonly host: Partial<Host>;
  /** For designers and the curious: every state at a press. */
  readonly panel: ReactNode;
}

/** Starts the mocks of every domain and the worker that answers from them, on a calm day. */
export async function startMocks(): Promise<Mocks> {
  const app = createMockApp({ heartbeatMs: 5000, latencyMs: 150, password: demoPassword });
  const orders = createOrdersMock(app);
  const notifications = createNotificationsMock(app);
  const chat = createChatMock(app);
  answerForGrace(chat);
  const player = createScenarioPlayer(app.server, {
    ...ordersScenarios(orders, app),
    ...notificationsScenarios(notifications),
    ...chatScenarios(chat),
  });
  const admin = createAdminOrdersMock(orders);
  const records = createRecordsMock(app);
  await setupWorker(...app.handlers(orders, admin, chat, notifications, records)).start({
    quiet: true,
    onUnhandledFrame: "bypass",
  });
  player.play("calmDay");
  return { host: networkOf(app.server), panel: <ControlPanel app={app} orders={orders} player={player} /> };
}

function networkOf(server: MockServer): Partial<Host> {
  const isDown = () => server.getSnapshot().network.kind === "offline";
  return {
    isOnline: () => navigator.onLine && !isDown(),
    onSignal: (listener) => {
      const leavePage = createHost().onSignal(listener);
      let wasDown = isDown();
      const leaveServer = server.subscribe(() => {
        if (isDown() === wasDown) return;
        wasDown = !wasDown;
        listener(wasDown ? "offline" : "online");
      });
      return () => {
        leavePage();
        leaveServer();
      };
    },
  };
}

import { createHost, type Host } from "@tidings/client";
import type { MockServer } from "@tidings/mocks";
import { createAdminWorld } from "@tidings/mocks/admin";
import { answerForGrace, chatScenarios, createChatWorld } from "@tidings/mocks/chat";
import { createNotificationsWorld, notificationsScenarios } from "@tidings/mocks/notifications";
import { createOrdersWorld, ordersScenarios } from "@tidings/mocks/orders";
import { createRecordsWorld } from "@tidings/mocks/records";
import { setupWorker } from "msw/browser";
import type { ReactNode } from "react";
import { ControlPanel } from "./control-panel.tsx";
import { createStage } from "./stage.ts";

/** What the demo runs on without a server. */
export interface Mocks {
  /** For the client: a mocked network that is off counts as offline, as an unplugged cable would. */
  readonly host: Partial<Host>;
  /** For designers and the curious: every state at a press. */
  readonly panel: ReactNode;
}

/** Starts the orders world and the worker that answers from it, on a calm day. */
export async function startMocks(): Promise<Mocks> {
  const world = createOrdersWorld({ heartbeatMs: 5000, latencyMs: 150 });
  const notifications = createNotificationsWorld({ server: world.server });
  const chat = createChatWorld({ server: world.server });
  answerForGrace(chat);
  const stage = createStage(world.server, {
    ...ordersScenarios(world),
    ...notificationsScenarios(notifications),
    ...chatScenarios(chat),
  });
  const admin = createAdminWorld(world);
  const records = createRecordsWorld({ server: world.server });
  await setupWorker(
    ...admin.handlers,
    ...chat.handlers,
    ...notifications.handlers,
    ...records.handlers,
    ...world.handlers,
  ).start({
    quiet: true,
    onUnhandledFrame: "bypass",
  });
  stage.play("calmDay");
  return { host: networkOf(world.server), panel: <ControlPanel world={world} stage={stage} /> };
}

function networkOf(server: MockServer): Partial<Host> {
  const isDown = () => server.getState().network.kind === "offline";
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

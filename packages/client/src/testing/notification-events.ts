import type { PublishableEvent } from "@tidings/contracts";
import type { notificationsStream } from "@tidings/contracts/notifications";
import type { WireEvent } from "@tidings/wire";

/** The greeting of the notifications stream. */
export const notificationsGreeting: WireEvent = {
  event: "connected",
  data: JSON.stringify({
    clientId: "c-1",
    timestamp: 1,
    connectionId: "c-1",
    heartbeatMs: 30_000,
    position: "e:0",
    resume: "none",
  }),
};

/** A notification of any kind as it travels; `position` for those that are stored. */
export function notificationEvent(event: PublishableEvent<typeof notificationsStream>, position?: number): WireEvent {
  const id = position === undefined ? {} : { id: `e:${position}` };
  return { event: event.event, data: JSON.stringify(event.data), ...id };
}

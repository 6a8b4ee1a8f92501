import { Refusal } from "@tidings/admission";
import { orRefuse } from "@tidings/admission/http";
import {
  demoEvent,
  demoTarget,
  getNotificationStats,
  notificationsStream,
  sendDemoNotification,
} from "@tidings/contracts/notifications";
import { serveEndpoint, serveOpenStreamRoute } from "@tidings/express";
import { type Notify, NotifyError, readNotificationStats, type StreamActivity } from "@tidings/notify";
import { type CredentialRequest, findCredential, findTicket } from "../../auth/credential.ts";
import type { RouteContext } from "../../http/route-context.ts";
import { type Store, wait } from "../../store/store.ts";
import { subscribeToNotifications } from "./subscription.ts";

/** What the notifications' routes need. */
export interface NotificationsRoutes {
  readonly notify: Notify;
  readonly store: Pick<Store, "transaction">;
  readonly activity: StreamActivity;
  /** Connections at a time on this node; Infinity is no limit. */
  readonly maxClients: number;
}

/** Brief 003: the stream, its statistics, and a way to try it out. */
export function serveNotifications(
  context: RouteContext,
  { notify, store, activity, maxClients }: NotificationsRoutes,
): void {
  serveOpenStreamRoute(context, notificationsStream, hasCredential, (principal, query) => ({
    ...subscribeToNotifications(principal, query),
    maxConnections: maxClients,
  }));

  serveEndpoint(context, getNotificationStats, async () => {
    const stats = readNotificationStats(context.hub, activity);
    // The numbers are at the top level too, because the brief prints them there.
    const answer = { data: stats, ...stats };
    return answer;
  });

  serveEndpoint(context, sendDemoNotification, async ({ principal, body, keep }) => {
    const target = demoTarget(principal.user, body);
    if (!target.ok) throw new Refusal("forbidden", target.issues);
    const event = orRefuse(demoEvent(body));
    try {
      return await store.transaction(function* () {
        const clients = target.data === undefined ? notify.broadcast(event) : notify.notifyUser(target.data, event);
        const answer = { data: { clients }, message: "Notification sent" };
        yield* wait(keep(answer));
        return answer;
      });
    } catch (error) {
      if (error instanceof NotifyError) throw new Refusal("bad_request", [error.message]);
      throw error;
    }
  });
}

function hasCredential(request: CredentialRequest): boolean {
  return findCredential(request) !== undefined || findTicket(request) !== undefined;
}

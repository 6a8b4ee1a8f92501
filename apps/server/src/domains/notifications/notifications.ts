import { notificationsStream } from "@tidings/contracts/notifications";
import { StreamActivity } from "@tidings/notify";
import type { Core, Domain } from "../domain.ts";
import { serveNotifications } from "./routes.ts";

/** Brief 003: notifications, progress and custom events for pages that need not be signed in. */
export function createNotifications({ config, store, notify }: Core): Domain {
  const activity = new StreamActivity(notificationsStream.name);
  const { maxClients } = config.notifications;
  return {
    onHubReport: (report) => activity.observe(report),
    serve: (context) => serveNotifications(context, { notify, store, activity, maxClients }),
  };
}

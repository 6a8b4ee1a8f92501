import { createDeliveries } from "./deliveries.ts";
import { notifyUser, realtimeUpdate } from "./hub.ts";
import { refuse } from "./refuse.ts";
import { isSigned } from "./signature.ts";
import { readWebhookEvent } from "./webhook-event.ts";

const deliveries = createDeliveries();

/** Takes a delivery; one that comes twice notifies once. */
export async function POST(request: Request, secret: string): Promise<Response> {
  const id = request.headers.get("webhook-id") ?? "";
  const timestamp = request.headers.get("webhook-timestamp") ?? "";
  const body = await request.text();
  if (id === "" || !isSigned(secret, { id, timestamp, body }, request.headers.get("webhook-signature") ?? "")) {
    return refuse(401, ["The signature is missing, wrong or too old"]);
  }
  if (deliveries.has(id)) return new Response("OK");

  const understood = readWebhookEvent(body);
  if (!understood.ok) return refuse(400, understood.errors);

  const { event } = understood;
  switch (event?.eventType) {
    case "user.profile.updated":
      notifyUser(event.userId, {
        event: "profile_updated",
        data: { message: "Profile updated", changes: event.data.changes },
      });
      break;

    case "content.published": {
      // Who else subscribes is no subscriber's business.
      const { subscriberIds, ...content } = event.data;
      realtimeUpdate("content", content, subscriberIds);
      break;
    }
  }
  // Nothing was awaited since `has`, so that a twin could not come between.
  deliveries.add(id);
  return new Response("OK");
}

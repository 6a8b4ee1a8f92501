import { serveStream } from "@tidings/hub/web";
import { notificationsOf } from "@tidings/notify";
import { hub } from "../../../lib/hub";
import { signedInUser } from "../../../lib/signed-in-user";

/** A stream is answered anew for each reader, never from a cache. */
export const dynamic = "force-dynamic";
/** The hub lives in this process: an edge function would have another one, empty, for each request. */
export const runtime = "nodejs";

/** The signed-in user's notifications. The hub hears `request.signal`, so that whoever leaves is forgotten at once. */
export async function GET(request: Request): Promise<Response> {
  const user = await signedInUser(request);
  const claimed = new URL(request.url).searchParams.get("userId");
  if (claimed !== null && claimed !== user.id) {
    return Response.json({ success: false, errors: ["userId is not the signed-in user"] }, { status: 403 });
  }
  return serveStream(hub, request, notificationsOf({ userId: user.id }));
}

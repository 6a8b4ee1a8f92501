import { serveStream } from "@tidings/hub/web";
import { notificationsOf } from "@tidings/notify";
import { hub } from "../../../lib/hub";
import { signedInUser } from "../../../lib/signed-in-user";

/**
 * The signed-in user's notifications. Reading the request is what makes the route answer each reader anew: it needs no
 * `dynamic` and no `runtime`, which an app with `cacheComponents` refuses. The hub hears `request.signal`, so that whoever
 * leaves is forgotten at once.
 */
export async function GET(request: Request): Promise<Response> {
  const user = await signedInUser(request);
  const claimed = new URL(request.url).searchParams.get("userId");
  if (claimed !== null && claimed !== user.id) {
    return Response.json({ success: false, errors: ["userId is not the signed-in user"] }, { status: 403 });
  }
  return serveStream(hub, request, notificationsOf({ userId: user.id }));
}

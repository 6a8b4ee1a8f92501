import { serveStream } from "@tidings/hub/web";
import { notificationsOf } from "@tidings/notify";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { hub } from "./hub.ts";
import { refuse } from "./refuse.ts";
import { POST } from "./webhook.ts";

/** Half of what an event may be, so that whatever is taken can be told. */
const MAX_BYTES = 32 * 1024;

/** Stands in for your sign-in: the token of each user. */
const users = new Map([
  ["token-of-ada", "ada"],
  ["token-of-grace", "grace"],
]);

/** The webhook, and the stream that people listen to. */
export function createApp({ secret }: { readonly secret: string }): Hono {
  const app = new Hono();
  const limit = bodyLimit({ maxSize: MAX_BYTES, onError: () => refuse(413, ["A delivery is at most 32 KiB"]) });
  app.post("/api/webhook", limit, (context) => POST(context.req.raw, secret));
  app.get("/api/sse", (context) => {
    const [, token = ""] = /^Bearer (\S+)$/.exec(context.req.header("authorization") ?? "") ?? [];
    const userId = users.get(token);
    if (userId === undefined) return context.body(null, 401);
    return serveStream(hub, context.req.raw, notificationsOf({ userId }));
  });
  return app;
}

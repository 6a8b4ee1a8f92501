import { serve } from "@hono/node-server";
import { shutdown } from "@tidings/hub/node";
import { createApp } from "./app.ts";
import { hub } from "./hub.ts";

const secret = process.env.WEBHOOK_SECRET;
if (!secret) throw new Error("Set WEBHOOK_SECRET: the sender shows it once, when the webhook is made");

const port = Number(process.env.PORT ?? 4002);
const server = serve({ fetch: createApp({ secret }).fetch, port, hostname: "127.0.0.1" }, () => {
  process.stdout.write(`Listening on http://127.0.0.1:${port}; the README says what to send it.\n`);
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  // Streams are told that they may come back, and whoever stays is cut at a deadline.
  process.once(signal, () => void shutdown({ server, hub, withinMs: 0 }));
}

import { shutdown } from "@tidings/hub/node";
import { hub } from "./hub.ts";
import { createAppServer } from "./server.ts";

const port = Number(process.env.PORT ?? 4001);
const server = createAppServer().listen(port, "127.0.0.1", () => {
  process.stdout.write(`Listening on http://127.0.0.1:${port}; the README says what to ask it.\n`);
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  // Streams are told that they may come back, and whoever stays is cut at a deadline.
  process.once(signal, () => void shutdown({ server, hub, withinMs: 0 }));
}

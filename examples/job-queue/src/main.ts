import { setTimeout as pause } from "node:timers/promises";
import { shutdown } from "@tidings/hub/node";
import { hub } from "./hub.ts";
import { createUploadServer } from "./server.ts";

const port = Number(process.env.PORT ?? 4003);
const { server, queue } = createUploadServer(() => pause(500));
server.listen(port, "127.0.0.1", () => {
  process.stdout.write(`Listening on http://127.0.0.1:${port}; the README says what to ask it.\n`);
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    server.close();
    // What was taken is finished and told before the streams end.
    await queue.onIdle();
    await shutdown({ server, hub, withinMs: 0 });
  });
}

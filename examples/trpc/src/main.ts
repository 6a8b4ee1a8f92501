import { hub } from "./hub.ts";
import { createAppServer } from "./server.ts";

const port = Number(process.env.PORT ?? 4001);
const server = createAppServer().listen(port, "127.0.0.1", () => {
  process.stdout.write(`Listening on http://127.0.0.1:${port}; the README says what to ask it.\n`);
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    server.close();
    // Streams are told that they may come back; connections that are left would only wait for another request.
    await hub.close();
    server.closeAllConnections();
  });
}

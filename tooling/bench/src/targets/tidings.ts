import { compose } from "@tidings/server/compose";
import { readConfig } from "@tidings/server/config";
import { serveTarget } from "../target.ts";

// The whole thing: Express, signed-in users, rows, triggers, relay, event log, hub. An event begins as an UPDATE that
// the conductor makes in the database file, so that only the server's own part is measured.
const { server } = await compose(readConfig(process.env));

server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  const address = server.address();
  if (address === null || typeof address === "string") return;
  serveTarget(address.port, { publish() {} });
});

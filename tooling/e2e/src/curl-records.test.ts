import { startServer } from "@tidings/services";
import { expect, it } from "vitest";
import { signIn } from "./testing/api.ts";
import { runCommand } from "./testing/curl.ts";

// The command of brief 004, as it prints it; only the port and the token are filled in.

const STATS = `curl -H "Authorization: Bearer ADMIN_TOKEN" \\
  http://localhost:5000/events/stats`;

it('004 curl -H "Authorization: Bearer ADMIN_TOKEN" /events/stats', async () => {
  await using server = await startServer();
  const run = async (token: string) =>
    runCommand(
      STATS.replace("ADMIN_TOKEN", token).replace(
        "http://localhost:5000",
        server.url.replace("127.0.0.1", "localhost"),
      ),
    );
  expect(JSON.parse(await run(await signIn(server, "admin")))).toMatchObject({
    success: true,
    data: { totalConnections: 0, connectionsByUser: {}, totalEventsSent: 0, heartbeatInterval: 30_000 },
  });
  expect(JSON.parse(await run(await signIn(server, "ada")))).toEqual({
    success: false,
    errors: ["Not authorized for this resource"],
  });
});

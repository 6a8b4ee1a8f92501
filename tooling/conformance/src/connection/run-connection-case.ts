import { judge, type Verdict } from "../verdict.ts";
import type { ConnectionCase } from "./connection-case.ts";
import { observeClient } from "./observe-client.ts";
import { ProcessClock } from "./process-clock.ts";
import { startScriptedServer } from "./scripted-server.ts";

/** Runs a case for its `observeMs`, as {@link ProcessClock} counts them, against a server of its own. */
export async function runConnectionCase(one: ConnectionCase): Promise<Verdict> {
  const server = await startScriptedServer(one.server);
  using clock = new ProcessClock();
  const client = observeClient(`${server.url}${firstPath(one)}`, one.client, clock);
  try {
    await clock.wait(one.observeMs);
    // Copied before the client is closed, which aborts what is open.
    const requests = server.requests.map((request) => ({ ...request }));
    return { name: one.name, failures: judge(one.expect, { ...client.observe(), requests }) };
  } finally {
    client.close();
    await server.close();
  }
}

/** Where the client goes: the root, or the first path that the script knows. */
function firstPath({ server }: ConnectionCase): string {
  return "/" in server ? "/" : (Object.keys(server)[0] ?? "/");
}

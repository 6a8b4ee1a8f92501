import type { AddressInfo } from "node:net";
import { createClient, type EventStream } from "@tidings/client";
import { sampleUsers } from "@tidings/contracts/auth";
import { pino } from "pino";
import { dashboardStream, signIn } from "../../contract.ts";
import { composeDashboard } from "../compose.ts";
import type { DashboardConfig } from "../config.ts";

/** Of every demo user. */
export const PASSWORD = "tidings-demo";

/** A dashboard in front of an API server that a test starts, kills and restarts. */
export async function startDashboard(apiUrl: string, changes: Partial<DashboardConfig> = {}) {
  const lines: string[] = [];
  const logger = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
  const dashboard = composeDashboard(
    {
      production: false,
      host: "127.0.0.1",
      port: 0,
      apiUrl,
      pageDir: "/nonexistent",
      heartbeatMs: 30_000,
      trustProxy: false,
      ...changes,
    },
    logger,
  );
  await new Promise<void>((resolve) => dashboard.server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(dashboard.server.address() as AddressInfo).port}`;

  const enter = (email: string, password = PASSWORD, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${url}${signIn.path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ email, password }),
    });
  return {
    ...dashboard,
    url,
    lines,
    enter,
    /** A browser of its own, signed in: a client that sends the session's cookie. */
    async browser() {
      const cookie = (await enter(sampleUsers.admin.email)).headers.get("set-cookie")?.split(";")[0] ?? "";
      const client = createClient({
        baseUrl: url,
        backoff: { baseMs: 20, capMs: 50 },
        host: {
          fetch: (address, init) => fetch(address, { ...init, headers: { ...init.headers, cookie } }),
        },
      });
      const seen: string[] = [];
      const watch = (stream: EventStream<typeof dashboardStream>) => {
        stream.on("connected", ({ data }) => seen.push(`connected ${data.resume}`));
        stream.on("new_order", ({ data }) => seen.push(`new ${data.deliveryAddress}`));
        stream.on("upstream", ({ data }) => seen.push(`upstream ${data.state}`));
        return stream;
      };
      const open = (status?: string) =>
        watch(client.open(dashboardStream, { query: status === undefined ? {} : { status } }));
      return { client, cookie, seen, open, [Symbol.dispose]: () => client.close() };
    },
    [Symbol.asyncDispose]: () => dashboard.close(),
  };
}

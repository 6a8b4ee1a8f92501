import type { Server } from "node:http";
import { sampleUsers } from "@tidings/contracts/auth";
import { listen, misspeltVariables, originOf, stopOnSignals } from "@tidings/express";
import { DEMO_PASSWORD } from "./auth/demo-users.ts";
import { type Backend, compose } from "./compose.ts";
import { type Config, readConfig } from "./config.ts";
import { environment } from "./environment.ts";
import { StartError } from "./start-error.ts";

try {
  const config = readConfig(process.env);
  const backend = await compose(config, { processMetrics: true });
  for (const line of misspeltVariables(process.env, Object.keys(environment.shape))) backend.logger.warn(line);
  stopOnSignals(backend);
  await listenOrClose(backend, backend.server, config, "PORT or HOST");
  const { metrics } = config;
  if (metrics.port !== 0) await listenOrClose(backend, backend.metricsServer, metrics, "METRICS_PORT or METRICS_HOST");
  process.stdout.write(`${greeting(backend, config)}\n`);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`Tidings did not start: ${error.message}\n`);
  process.exit(1);
}

async function listenOrClose(
  { close }: Backend,
  server: Server,
  address: { readonly host: string; readonly port: number },
  variables: string,
): Promise<void> {
  const problem = await listen(server, address, variables);
  if (problem === undefined) return;
  await close();
  throw new StartError("address_unusable", [problem]);
}

function greeting({ server }: Backend, { host, port, production }: Config): string {
  const address = server.address();
  const url = originOf(host, typeof address === "object" && address !== null ? address.port : port);
  if (production) return `Tidings is on ${url}`;
  const emails = Object.values(sampleUsers).map(({ email }) => email);
  return `Tidings is on ${url} (sign in as ${emails.slice(0, -1).join(", ")} or ${emails.at(-1)}, password ${DEMO_PASSWORD})`;
}

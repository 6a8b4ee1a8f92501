import { once } from "node:events";
import type { Server } from "node:http";
import { isIPv6 } from "node:net";
import { sampleUsers } from "@tidings/contracts/auth";
import { type Backend, compose } from "./compose.ts";
import { type Config, readConfig } from "./config.ts";
import { environment } from "./environment.ts";
import { misspeltVariables } from "./misspelt-variables.ts";
import { originOf } from "./origin-of.ts";
import { DEMO_PASSWORD } from "./seed/seed.ts";
import { ServerError } from "./server-error.ts";

try {
  const config = readConfig(process.env);
  const backend = await compose(config, { processMetrics: true });
  for (const line of misspeltVariables(process.env, Object.keys(environment.shape))) backend.logger.warn(line);
  stopOnSignals(backend);
  await listen(backend, backend.server, config, "PORT or HOST");
  const { metrics } = config;
  if (metrics.port !== 0) await listen(backend, backend.metricsServer, metrics, "METRICS_PORT or METRICS_HOST");
  process.stdout.write(`${greeting(backend, config)}\n`);
} catch (error) {
  if (!(error instanceof ServerError)) throw error;
  process.stderr.write(`Tidings did not start: ${error.message}\n`);
  process.exit(1);
}

async function listen(
  { close }: Backend,
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  variables: string,
): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    await close();
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const why = code === "EADDRINUSE" ? "another program listens there" : String(code);
    throw new ServerError("address_unusable", [
      `cannot listen on ${isIPv6(host) ? `[${host}]` : host}:${port} (${why}); stop it or set ${variables} to something else`,
    ]);
  }
}

function greeting({ server }: Backend, { host, port, production }: Config): string {
  const address = server.address();
  const url = originOf(host, typeof address === "object" && address !== null ? address.port : port);
  if (production) return `Tidings is on ${url}`;
  const emails = Object.values(sampleUsers).map(({ email }) => email);
  return `Tidings is on ${url} (sign in as ${emails.slice(0, -1).join(", ")} or ${emails.at(-1)}, password ${DEMO_PASSWORD})`;
}

/** The first signal ends gently, the second at once. */
function stopOnSignals({ close, logger }: Backend): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      logger.info({ signal }, "stopping");
      close().then(failIfStillAlive, (error: unknown) => {
        logger.fatal({ err: error }, "could not stop cleanly");
        process.exit(1);
      });
    });
  }
}

/** With everything closed the process ends by itself. What keeps it alive all the same is a fault, and shows as one. */
function failIfStillAlive(): void {
  setTimeout(() => process.exit(1), 1000).unref();
}

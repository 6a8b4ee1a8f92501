import { listen, misspeltVariables, originOf, stopOnSignals } from "@tidings/express";
import { pino } from "pino";
import { composeDashboard } from "./compose.ts";
import { environment, readDashboardConfig } from "./config.ts";

const read = readDashboardConfig(process.env);
if ("problems" in read) refuse(read.problems.join("; "));
else await start(read.config);

async function start(config: Parameters<typeof composeDashboard>[0]): Promise<void> {
  const logger = pino();
  for (const line of misspeltVariables(process.env, Object.keys(environment.shape))) logger.warn(line);
  const { server, close } = composeDashboard(config, logger);
  stopOnSignals({ close, logger });
  const problem = await listen(server, config, "PORT or HOST");
  if (problem !== undefined) {
    await close();
    refuse(problem);
    return;
  }
  const address = server.address();
  const url = originOf(config.host, typeof address === "object" && address !== null ? address.port : config.port);
  process.stdout.write(`The dashboard is on ${url}, in front of ${config.apiUrl}\n`);
}

function refuse(line: string): void {
  process.stderr.write(`The dashboard did not start: ${line}\n`);
  process.exitCode = 1;
}

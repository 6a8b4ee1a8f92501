import { pino } from "pino";
import { composeDashboard } from "./compose.ts";
import { readDashboardConfig } from "./config.ts";

const config = readDashboardConfig(process.env);
const { server, close } = composeDashboard(config, pino());
server.listen(config.port, config.host, () => {
  process.stdout.write(`The dashboard is on http://localhost:${config.port}, in front of ${config.apiUrl}\n`);
});
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void close());

import { fileURLToPath } from "node:url";
import { freePort } from "./port.ts";
import { startProcess } from "./service-process.ts";

const MAIN = fileURLToPath(new URL("../../../apps/dashboard/src/server/main.ts", import.meta.url));

/** The admin dashboard as a process of its own on 127.0.0.1. */
export interface DashboardProcess extends AsyncDisposable {
  readonly url: string;
  /** All that it has printed. */
  readonly output: string;
}

/**
 * Starts the dashboard in front of an API server, as `node apps/dashboard/src/server/main.ts` does. Its page must be
 * built. It ends with its block.
 *
 * @throws ServicesError `not_started`
 */
export async function startDashboard({ apiUrl }: { readonly apiUrl: string }): Promise<DashboardProcess> {
  const port = await freePort();
  let output = "";
  const service = await startProcess({
    label: "the dashboard",
    command: process.execPath,
    args: [MAIN],
    env: { HOST: "127.0.0.1", PORT: String(port), API_URL: apiUrl },
    port,
    onOutput(text) {
      output += text;
    },
  });
  return {
    url: `http://127.0.0.1:${port}`,
    get output() {
      return output;
    },
    async [Symbol.asyncDispose]() {
      await service.kill("SIGKILL");
    },
  };
}

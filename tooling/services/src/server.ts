import { fileURLToPath } from "node:url";
import { freePort } from "./port.ts";
import { type Exit, type ServiceProcess, startProcess } from "./service-process.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const MAIN = fileURLToPath(new URL("../../../apps/server/src/main.ts", import.meta.url));

/** Turns every cap and rate off. A test of one sets it. */
const noLimits = {
  MAX_CONNECTIONS: "Infinity",
  MAX_CONNECTIONS_PER_USER: "Infinity",
  MAX_CONNECTIONS_PER_ADDRESS: "Infinity",
  CONNECTS_PER_MINUTE_PER_ADDRESS: "Infinity",
  WRITES_PER_MINUTE_PER_USER: "Infinity",
  READS_PER_MINUTE_PER_USER: "Infinity",
  NEW_CONTACTS_PER_HOUR_PER_USER: "Infinity",
  MAX_CONVERSATIONS_PER_USER: "Infinity",
  FAILED_LOGINS_PER_15_MINUTES: "Infinity",
  FAILED_LOGINS_PER_15_MINUTES_PER_ADDRESS: "Infinity",
  FAILED_LOGINS_PER_15_MINUTES_PER_EMAIL: "Infinity",
};

/** How to start a server. */
export interface ServerOptions {
  /** Beside `HOST`, `PORT`, `DATA_DIR` and open doors; nothing of this process's environment goes along. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a temporary one that goes away with the server. */
  readonly dataDir?: string;
  /** Default: a free one. */
  readonly port?: number;
}

/** The Tidings server as a process of its own on 127.0.0.1. */
export interface Server extends AsyncDisposable {
  /** Its origin, `http://127.0.0.1:20123`. */
  readonly url: string;
  readonly dataDir: string;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  /** All that it has printed, through every restart. */
  readonly output: string;
  /** Sends a signal and resolves when the process has ended. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  /** Starts it again, on the same port and data. Ends it first, with `kill -9`, where it still runs. */
  restart(options?: Pick<ServerOptions, "env">): Promise<void>;
}

/**
 * Starts the real server, as `node apps/server/src/main.ts` does, and waits until it listens. It ends with its block.
 *
 * @throws ServicesError `not_started`
 * @example await using server = await startServer({ env: { HEARTBEAT_MS: "200" } });
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const directory = options.dataDir === undefined ? temporaryDirectory() : undefined;
  const dataDir = options.dataDir ?? directory?.path ?? "";
  const port = options.port ?? (await freePort());
  let output = "";
  let service: ServiceProcess;

  const start = (env: ServerOptions["env"] = {}) =>
    startProcess({
      label: "the server",
      command: process.execPath,
      args: [MAIN],
      env: { ...noLimits, ...env, HOST: "127.0.0.1", PORT: String(port), DATA_DIR: dataDir },
      port,
      onOutput(text) {
        output += text;
      },
    });

  try {
    service = await start(options.env);
  } catch (error) {
    directory?.[Symbol.dispose]();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    get pid() {
      return service.pid;
    },
    get output() {
      return output;
    },
    kill: (signal = "SIGTERM") => service.kill(signal),
    async restart({ env = options.env } = {}) {
      await service.kill("SIGKILL");
      service = await start(env);
    },
    async [Symbol.asyncDispose]() {
      await service.kill("SIGKILL");
      directory?.[Symbol.dispose]();
    },
  };
}

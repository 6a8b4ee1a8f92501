import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** The real server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** Resident memory in MiB. */
  rss(): number;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; answers its exit code and how many milliseconds it took. */
  terminate(): Promise<{ readonly code: number | null; readonly tookMs: number }>;
}

/** Every cap and rate off: thousands of readers share one address here, and some share one user. */
const OPEN_DOORS = {
  MAX_CONNECTIONS: "Infinity",
  MAX_CONNECTIONS_PER_USER: "Infinity",
  MAX_CONNECTIONS_PER_ADDRESS: "Infinity",
  CONNECTS_PER_MINUTE_PER_ADDRESS: "Infinity",
  WRITES_PER_MINUTE_PER_USER: "Infinity",
  READS_PER_MINUTE_PER_USER: "Infinity",
  NEW_CONTACTS_PER_HOUR_PER_USER: "Infinity",
  MAX_CONVERSATIONS_PER_USER: "Infinity",
};

/** `SERVER_MAIN` names the server of another state of the sources, to hold the two against each other. */
const MAIN =
  process.env.SERVER_MAIN ?? fileURLToPath(new URL("main.ts", import.meta.resolve("@tidings/server/compose")));

/** Starts the server on 127.0.0.1; resolves when it listens. */
export async function startServer(options: {
  readonly directory: string;
  readonly port: number;
  readonly secret: string;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<ServerProcess> {
  const { directory, port, secret, env = {} } = options;
  const child = spawn(process.execPath, ["--max-semi-space-size=8", MAIN], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      ...OPEN_DOORS,
      HOST: "127.0.0.1",
      PORT: String(port),
      DATA_DIR: directory,
      JWT_SECRET: secret,
      LOG_LEVEL: "error",
      ...env,
    },
  });
  process.once("exit", () => child.kill("SIGKILL"));
  await saysWhere(child);
  return {
    url: `http://127.0.0.1:${port}`,
    rss() {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    },
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    async terminate() {
      const began = performance.now();
      child.kill("SIGTERM");
      const [code] = await once(child, "exit");
      return { code, tookMs: Math.round(performance.now() - began) };
    },
  };
}

async function saysWhere(child: ChildProcess): Promise<void> {
  for await (const text of child.stdout ?? []) {
    if (String(text).includes("Tidings is on")) break;
  }
  if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode} before it listened`);
  child.stdout?.resume();
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

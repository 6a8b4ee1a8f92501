import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { SwarmCommand, SwarmReply } from "./swarm.ts";
import type { TargetCommand, TargetReply } from "./target.ts";

/** The servers that are measured, the floor first. */
export const targetNames = ["net", "http", "better-sse", "hono", "trpc", "tidings"] as const;
/** One of {@link targetNames}. */
export type TargetName = (typeof targetNames)[number];

/** A server that is measured only for the cost of connecting, to see what each part of the whole costs. */
export type PartName = "http-jwt" | "hub";

/** CPU time used since the process began, and resident memory. */
export interface Usage {
  readonly cpuUs: number;
  readonly rss: number;
}

/** A server in a process of its own. */
export interface TargetProcess {
  readonly port: number;
  /** `collect` looks at memory after a garbage collection; leave it out inside a span whose CPU is measured. */
  usage(collect?: "collect"): Promise<Usage>;
  publish(events: number): void;
  stop(): Promise<void>;
}

/** Many readers in a process of their own. */
export interface SwarmProcess {
  /** Opens connections; resolves when each has its first `events` events (default 1, the greeting). */
  connect(port: number, count: number, request: string, events?: number): Promise<void>;
  /** Resolves once every connection has had `events` more, counted from this call on. */
  receive(events: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server under measurement, with the heap setting that `pnpm start` has, and its peers too then. */
export async function startTarget(
  name: TargetName | PartName,
  env: Readonly<Record<string, string>> = {},
): Promise<TargetProcess> {
  if (name === "tidings") return startTidings(env);
  return attach(name, start(`targets/${name}.ts`, env));
}

/** Every cap and rate off: thousands of readers here share one user and one address. */
const noLimits = {
  MAX_CONNECTIONS: "Infinity",
  MAX_CONNECTIONS_PER_USER: "Infinity",
  MAX_CONNECTIONS_PER_ADDRESS: "Infinity",
  CONNECTS_PER_MINUTE_PER_ADDRESS: "Infinity",
  WRITES_PER_MINUTE_PER_USER: "Infinity",
  READS_PER_MINUTE_PER_USER: "Infinity",
};

/** The real server on a database of its own; an event is published by changing a row from another process. */
async function startTidings(env: Readonly<Record<string, string>>): Promise<TargetProcess> {
  const directory = mkdtempSync(join(tmpdir(), "tidings-bench-"));
  const settings = { ...noLimits, DATA_DIR: directory, LOG_LEVEL: "warn" };
  const target = await attach("tidings", start("targets/tidings.ts", { ...settings, ...env }));
  const database = new DatabaseSync(join(directory, "tidings.db"), { timeout: 5000 });
  const advance = database.prepare(
    `UPDATE orders SET order_status = CASE order_status WHEN 'Preparing' THEN 'Out for Delivery' ELSE 'Preparing' END
     WHERE order_code = 'ORD-A7X3B2'`,
  );
  return {
    ...target,
    publish(events) {
      database.exec("BEGIN IMMEDIATE");
      for (let index = 0; index < events; index += 1) advance.run();
      database.exec("COMMIT");
    },
    async stop() {
      await target.stop();
      database.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function attach(name: TargetName | PartName, child: ChildProcess): Promise<TargetProcess> {
  const listening = await answer<TargetReply>(child);
  if (listening.type !== "listening") throw new Error(`${name} did not say where it listens`);
  const tell = (command: TargetCommand) => void child.send(command);
  return {
    port: listening.port,
    async usage(collect) {
      tell({ type: "usage", collect: collect !== undefined });
      const usage = await answer<TargetReply>(child);
      if (usage.type !== "usage") throw new Error(`${name} did not say what it used`);
      return usage;
    },
    publish: (events) => tell({ type: "publish", events }),
    stop: () => stop(child),
  };
}

/** Starts a swarm. */
export async function startSwarm(): Promise<SwarmProcess> {
  const child = start("swarm.ts");
  const tell = (command: SwarmCommand) => void child.send(command);
  return {
    async connect(port, count, request, events = 1) {
      tell({ type: "connect", port, count, request, events });
      await answer<SwarmReply>(child);
    },
    async receive(events) {
      tell({ type: "expect", events });
      await answer<SwarmReply>(child);
    },
    stop: () => stop(child),
  };
}

/** Runs a program that answers once and ends. */
export async function runOnce<Reply>(file: string, args: readonly string[]): Promise<Reply> {
  const child = start(file, {}, args);
  const reply = await answer<Reply>(child, 10 * PATIENCE_MS);
  await ended(child);
  return reply;
}

function start(file: string, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ["--expose-gc", "--max-semi-space-size=8"],
    env: { ...process.env, ...env },
  });
}

/** Longer than anything here takes, even on a busy machine. Whatever has not come by then will not come. */
const PATIENCE_MS = 60_000;

async function answer<Reply>(child: ChildProcess, patienceMs = PATIENCE_MS): Promise<Reply> {
  const died = new AbortController();
  const exit = (code: number | null) => died.abort(new Error(`a benchmark process ended with ${code}`));
  child.once("exit", exit);
  try {
    const [reply] = await once(child, "message", {
      signal: AbortSignal.any([died.signal, AbortSignal.timeout(patienceMs)]),
    });
    return reply as Reply;
  } finally {
    child.off("exit", exit);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.disconnect();
  await ended(child);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

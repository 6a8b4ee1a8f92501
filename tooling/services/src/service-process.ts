import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { endWithUs } from "./end-with-us.ts";
import { ServicesError } from "./error.ts";
import { isListening } from "./port.ts";

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What is started, and how it is known to be ready. */
export interface ProcessOptions {
  /** For messages: "nginx". */
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment: a developer's own settings must not change a test. Default: the PATH alone. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its working directory. Default: this process's own. */
  readonly cwd?: string;
  /** The user that it runs as, where this process is root and the program refuses to be. Default: this process's own. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** It is ready once it listens on this port of 127.0.0.1. */
  readonly port: number;
  /** Takes all that it prints. */
  onOutput?(text: string): void;
}

/** A process of our own that listens. */
export interface ServiceProcess {
  readonly pid: number;
  /** Resolves when it has ended, whoever ended it. */
  readonly exit: Promise<Exit>;
  /** Sends a signal and resolves when the process has ended; of one that has ended already, how. */
  kill(signal: NodeJS.Signals): Promise<Exit>;
}

/** Milliseconds for a service to be ready; a machine may be slow and busy. */
const START_WITHIN_MS = 120_000;
/** Milliseconds between two looks at a port that will be opened soon. */
const LOOK_MS = 10;

/**
 * Starts a process and waits until it listens.
 *
 * @throws ServicesError `not_started`, with what the process printed
 */
export async function startProcess(options: ProcessOptions): Promise<ServiceProcess> {
  const { label, command, args, cwd, env, user, port, onOutput } = options;
  const child = spawn(command, args, {
    ...(cwd !== undefined && { cwd }),
    ...user,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const survived = endWithUs(() => child.kill("SIGKILL"));
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      onOutput?.(text);
    });
  }
  let ended: Exit | undefined;
  // `close` and not `exit`: by then everything it printed has been read.
  const exit = once(child, "close").then(([code, signal]: unknown[]): Exit => {
    survived();
    ended = { code: code as Exit["code"], signal: signal as Exit["signal"] };
    return ended;
  });
  exit.catch(survived);

  const kill = (signal: NodeJS.Signals) => {
    if (ended === undefined) child.kill(signal);
    return exit;
  };

  const deadline = Date.now() + START_WITHIN_MS;
  try {
    while (!(await isListening(port))) {
      if (ended !== undefined) throw new Error("it ended at once");
      if (Date.now() > deadline) throw new Error(`it does not listen on port ${port}`);
      await Promise.race([pause(LOOK_MS), exit]);
    }
  } catch (cause) {
    if (child.pid !== undefined) await kill("SIGKILL");
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ServicesError("not_started", `${label} did not start: ${why}\n${printed}`.trim(), { cause });
  }
  if (child.pid === undefined) throw new ServicesError("not_started", `${label} did not start`);
  return { pid: child.pid, exit, kill };
}

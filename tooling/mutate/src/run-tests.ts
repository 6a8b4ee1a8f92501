import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Mutant } from "./mutant.ts";

/** What a process is asked to do. */
export interface Order {
  /** Undefined runs the tests on the sources as they are. */
  readonly mutant: Mutant | undefined;
  /** Absolute paths, run in this order until one fails. */
  readonly tests: readonly string[];
}

/** What it answers. */
export interface Outcome {
  readonly passed: boolean;
  /** The test file that failed; with `passed` there is none. */
  readonly by?: string | undefined;
  /** Which of its tests, and its words. */
  readonly why?: string | undefined;
}

/** Characters kept of what a process writes, for when it ends without an answer. */
const LAST_WORDS = 4_000;

const PROGRAM = fileURLToPath(new URL("./runner-process.ts", import.meta.url));

/** Runs tests in a process of their own. Resolves with "timeout" when they have not ended within `withinMs`. */
export async function runTests(order: Order, withinMs: number): Promise<Outcome | "timeout"> {
  const child = fork(PROGRAM, { detached: true, stdio: ["ignore", "ignore", "pipe", "ipc"] });
  try {
    child.send(order);
    return (await answerOf(child, withinMs)) ?? "timeout";
  } finally {
    // Kill the group, because the workers of a mutant that loops for ever react to nothing else.
    if (child.pid !== undefined) killGroup(child.pid);
  }
}

/** Ignores a group that has already ended, because that error would hide why it ended. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** The child's message; undefined when there is none in time. @throws Error when the child ends without one */
function answerOf(child: ChildProcess, withinMs: number): Promise<Outcome | undefined> {
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(-LAST_WORDS);
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, withinMs, undefined);
    child.once("message", (answer: Outcome) => {
      clearTimeout(timer);
      resolve(answer);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the process of a mutant ended with ${code}:\n${said}`));
    });
  });
}

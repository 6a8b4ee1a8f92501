import { type ChildProcess, execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A command that goes on until it is ended. */
export interface RunningCommand extends Disposable {
  /** What it has printed. */
  readonly output: string;
}

/** Runs a command as a person would type it, and answers what it prints. */
export async function runCommand(command: string): Promise<string> {
  const { stdout } = await run("sh", ["-c", command]);
  return stdout;
}

/** Starts a command that does not end by itself; it ends with its block. */
export function openCommand(command: string): RunningCommand {
  let output = "";
  // `exec`, so that the command and not the shell around it is ended.
  const child: ChildProcess = spawn("sh", ["-c", `exec ${command}`], { stdio: ["ignore", "pipe", "ignore"] });
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  return {
    get output() {
      return output;
    },
    [Symbol.dispose]: () => child.kill("SIGKILL"),
  };
}

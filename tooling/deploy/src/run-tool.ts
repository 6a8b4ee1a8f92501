import { execFile } from "node:child_process";

/**
 * Runs a program that checks a file, and returns all that it said.
 *
 * @throws Error with all that it said, if it does not end with 0
 */
export function runTool(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd }, (error, out, err) => {
      if (error === null) resolve(out + err);
      else reject(new Error(`${[command, ...args].join(" ")} failed\n${out}${err}`, { cause: error }));
    });
  });
}

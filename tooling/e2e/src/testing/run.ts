import { execFile } from "node:child_process";

/** The variables of vitest and pnpm that would change what an outside project's npm does. */
const OURS = /^(npm_(config_user_agent|command|execpath|node_execpath|lifecycle|package)|pnpm_|node_env$|vite)/i;
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));

/**
 * Runs a program as a stranger's shell would, and answers what it printed.
 *
 * @throws Error with all that it printed, where it fails
 */
export function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const env = { ...environment, npm_config_fund: "false", npm_config_audit: "false", NEXT_TELEMETRY_DISABLED: "1" };
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(new Error(`${[command, ...args].join(" ")} failed in ${cwd}\n${stdout}\n${stderr}`, { cause: error }));
    });
    child.stdin?.end();
  });
}

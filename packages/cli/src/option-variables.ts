import type { Command } from "commander";
import leven from "leven";
import { CliError } from "./error.ts";

/** What the variables of this command begin with. */
const PREFIX = "TIDINGS_";

/**
 * Prepares the environment for a command's options. A variable that is set to nothing counts as not set, a switch takes
 * `true` and `false`, and a `TIDINGS_` variable that no option reads is refused: it would have no effect.
 *
 * @throws CliError `invalid_option`
 */
export function prepareVariables(command: Command, env: NodeJS.ProcessEnv): void {
  const options = command.options.filter(({ envVar }) => envVar !== undefined);
  const known = options.map(({ envVar }) => envVar ?? "");
  for (const [name, value = ""] of Object.entries(env)) {
    if (!name.startsWith(PREFIX)) continue;
    const option = options.find(({ envVar }) => envVar === name);
    if (option === undefined) throw new CliError("invalid_option", unknownVariable(name, known));
    if (value.trim() === "" || (option.isBoolean() && isOff(name, value))) delete env[name];
  }
}

function isOff(name: string, value: string): boolean {
  if (value === "true") return false;
  if (value === "false") return true;
  throw new CliError("invalid_option", `${name} must be true or false, not ${JSON.stringify(value)}`);
}

function unknownVariable(name: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((one, other) => leven(name, one) - leven(name, other));
  return `no option reads the variable ${name}; did you mean ${nearest}? tidings serve --help lists them`;
}

import type { Command } from "commander";
import leven from "leven";
import { CliError } from "./error.ts";

/** What the variables of this command begin with. */
const PREFIX = "TIDINGS_";

/**
 * Prepares the environment for a command's options: a variable that is set to an empty text counts as not set, and a
 * switch takes `true` and `false`.
 *
 * A `TIDINGS_` variable that no option reads has no effect, and nothing else would report it. It is a warning and not
 * an error, because Kubernetes sets such variables for every service called `tidings`, and an upgrade may remove an
 * option.
 *
 * @returns One line for each variable that is not read.
 * @throws CliError `invalid_option` for a switch that is neither
 */
export function prepareVariables(command: Command, env: NodeJS.ProcessEnv): readonly string[] {
  const options = command.options.filter(({ envVar }) => envVar !== undefined);
  const known = options.map(({ envVar }) => envVar ?? "");
  const warnings: string[] = [];
  for (const [name, value = ""] of Object.entries(env)) {
    if (!name.toUpperCase().startsWith(PREFIX)) continue;
    const option = options.find(({ envVar }) => envVar === name);
    if (option === undefined) warnings.push(notRead(name, known));
    else if (isServiceAddress(name, value)) {
      warnings.push(`${name} is the address that Kubernetes gives a service called "tidings", and is not read`);
      delete env[name];
    } else if (value.trim() === "" || (option.isBoolean() && isOff(name, value))) delete env[name];
  }
  return warnings;
}

/** Kubernetes writes `TIDINGS_PORT=tcp://10.0.0.7:80` into every container beside a service of that name. */
function isServiceAddress(name: string, value: string): boolean {
  return name === `${PREFIX}PORT` && /^(tcp|udp|sctp):\/\//.test(value);
}

function isOff(name: string, value: string): boolean {
  if (value === "true") return false;
  if (value === "false") return true;
  throw new CliError("invalid_option", `${name} must be true or false, not ${JSON.stringify(value)}`);
}

function notRead(name: string, known: readonly string[]): string {
  const distance = (one: string) => leven(name.toUpperCase(), one);
  const [nearest = ""] = known.toSorted((one, other) => distance(one) - distance(other));
  const isNear = distance(nearest) <= name.length / 4;
  const hint = isNear ? `did you mean ${nearest}?` : "tidings serve --help lists those that are";
  return `the variable ${name} is not read; ${hint}`;
}

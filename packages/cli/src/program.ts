import { Command } from "commander";
import { deadCommand } from "./commands/dead.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { serveCommand } from "./commands/serve.ts";
import { triggersCommand } from "./commands/triggers.ts";
import { prepareVariables } from "./option-variables.ts";

/** Makes the `tidings` command with everything under it. */
export function createProgram(): Command {
  const serve = serveCommand();
  return new Command("tidings")
    .description("Real-time events over Server-Sent Events: a standalone hub, an outbox's tools, a doctor for streams.")
    .hook("preSubcommand", (_, subcommand) => {
      // Commander reads a command's variables just before its arguments.
      if (subcommand !== serve) return;
      for (const line of prepareVariables(serve, process.env)) process.stderr.write(`tidings: ${line}\n`);
    })
    .showHelpAfterError("(tidings --help lists what there is)")
    .addCommand(serve)
    .addCommand(triggersCommand())
    .addCommand(deadCommand())
    .addCommand(doctorCommand());
}

import { Command } from "commander";
import { start } from "../serve/start.ts";
import { configOf, optionsOfServe, type ServeOptions } from "./serve-options.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

/** `tidings serve`: a standalone hub for the streams of one contract. */
export function serveCommand(): Command {
  const command = new Command("serve").description("Serve the streams of a contract, and take events over HTTP.");
  for (const option of optionsOfServe()) command.addOption(option);
  return command.action(async (options: ServeOptions) => {
    const say = (line: string) => void process.stderr.write(`tidings: ${line}\n`);
    const serving = await start(configOf(options, say));
    for (const { name, path } of serving.streams) say(`stream ${name} at ${serving.url}${path}`);
    say(`publish with POST ${serving.url}/publish, as ${serving.url}/docs says`);
    say(`listening on ${serving.url}`);
    stopOnSignals(serving.stop, say);
  });
}

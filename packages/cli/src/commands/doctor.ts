import { Argument, Command, Option } from "commander";
import { examine } from "../doctor/examine.ts";
import type { Level } from "../doctor/finding.ts";
import { webAddress, wholeNumber } from "../option-values.ts";

interface Options {
  readonly token?: string;
  readonly origin?: string;
  readonly timeout: number;
  readonly wait: number;
  readonly json?: true;
}

const SIGNS: Readonly<Record<Level, string>> = { ok: "ok     ", note: "note   ", warning: "warning", error: "ERROR  " };
const EXIT_CODES: Readonly<Record<Level, number>> = { ok: 0, note: 0, warning: 1, error: 2 };

/** `tidings doctor`: examines a stream's address; the exit code is 0, 1 for warnings, 2 for errors. */
export function doctorCommand(): Command {
  const seconds = wholeNumber(1, 3600);
  return new Command("doctor")
    .description("Open a stream as a browser does, and say what is wrong and what to change.")
    .addArgument(new Argument("<url>", "address of the stream").argParser(webAddress))
    .addOption(new Option("--token <token>", "token that may open it").env("TIDINGS_TOKEN"))
    .option("--origin <origin>", "origin whose pages are to read it")
    .addOption(
      new Option("--timeout <seconds>", "how long to wait for the answer and for its first event")
        .argParser(seconds)
        .default(5),
    )
    .addOption(
      new Option("--wait <seconds>", "how long to wait for a heartbeat at most").argParser(seconds).default(40),
    )
    .option("--json", "one line of JSON for each finding")
    .addHelpText("after", "\nThe exit code is 0 where all is well, 1 with warnings, 2 with errors.")
    .action(async (url: URL, { token, origin, timeout, wait, json }: Options) => {
      const options = { url, token, origin, waitMs: timeout * 1000, heartbeatWaitMs: wait * 1000 };
      for await (const finding of examine(options)) {
        const { level, text, fix } = finding;
        const advice = fix === undefined ? "" : `\n         ${fix}`;
        process.stdout.write(json ? `${JSON.stringify(finding)}\n` : `${SIGNS[level]}  ${text}${advice}\n`);
        process.exitCode = Math.max(Number(process.exitCode ?? 0), EXIT_CODES[level]);
      }
    });
}

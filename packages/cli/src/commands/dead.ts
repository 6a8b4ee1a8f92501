import type { DatabaseSync } from "node:sqlite";
import { createSqliteDeadLetters, type DeadLetters, type KeptDeadLetter } from "@tidings/outbox/sqlite";
import { Argument, Command, InvalidArgumentError } from "commander";
import { CliError, messageOf } from "../error.ts";
import { openDatabase } from "../open-database.ts";
import { wholeNumber } from "../option-values.ts";

interface Options {
  readonly database: string;
  readonly json?: true;
}

/** `tidings dead`: lists the outbox's dead letters, retries them or drops them. */
export function deadCommand(): Command {
  const dead = new Command("dead").description("List, show, retry or drop the outbox's dead letters.");
  dead
    .addCommand(
      subcommand("list", "List the newest dead letters.")
        .option("--limit <number>", "the most to list", wholeNumber(1, 10_000), 100)
        .option("--before <change>", "only older ones than this change", changeId)
        .action((options: Options & { readonly limit: number; readonly before?: bigint }) =>
          withLetters(options, (letters) => {
            const { limit, before } = options;
            const listed = letters.list(before === undefined ? { limit } : { limit, before });
            print(options, listed.map(plain), listed.map(lineOf).join("\n") || "There are no dead letters.");
          }),
        ),
    )
    .addCommand(
      subcommand("show", "Show one dead letter with its row.")
        .addArgument(changeArgument())
        .action((id: bigint, options: Options) =>
          withLetters(options, (letters) => {
            const [letter] = letters.list({ before: id + 1n, limit: 1 });
            if (letter === undefined || BigInt(letter.change.id) !== id) throw noSuch(id);
            print(options, plain(letter), JSON.stringify(plain(letter), undefined, 2));
          }),
        ),
    )
    .addCommand(
      mending(
        "retry",
        "Put changes at the end of the queue again, after their mapper was fixed.",
        "will be tried again",
      ),
    )
    .addCommand(mending("drop", "Delete dead letters for good.", "is dropped"));
  return dead;
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption("--database <file>", "SQLite file with the outbox")
    .option("--json", "answer in JSON");
}

/** Handles every change that exists. Missing ones are named, and the exit code is then 1. */
function mending(name: "retry" | "drop", description: string, done: string): Command {
  return subcommand(name, description)
    .argument(
      "<changes...>",
      "numbers of changes, as list says them",
      (text: string, before: readonly bigint[] = []) => [...before, changeId(text)],
    )
    .action((ids: readonly bigint[], options: Options) =>
      withLetters(options, (letters) => {
        const found = ids.filter((id) => letters[name](narrow(id)));
        const missing = ids.filter((id) => !found.includes(id));
        print(
          options,
          { [name]: found.map(narrow).map(numberOrText), missing: missing.map(narrow).map(numberOrText) },
          found.map((id) => `Change ${id} ${done}.`).join("\n"),
        );
        if (missing[0] !== undefined) throw noSuch(missing[0]);
      }),
    );
}

function withLetters({ database: file }: Options, use: (letters: DeadLetters) => void): void {
  using database = openDatabase(file);
  const letters = lettersOf(file, database);
  try {
    use(letters);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError("database_failed", `${file}: ${messageOf(error)}`, error);
  }
}

function lettersOf(file: string, database: DatabaseSync): DeadLetters {
  try {
    return createSqliteDeadLetters(database);
  } catch (error) {
    throw new CliError(
      "not_found",
      `${file} has no outbox (${messageOf(error)}); tidings triggers --install makes one`,
      error,
    );
  }
}

function changeArgument(): Argument {
  return new Argument("<change>", "number of a change, as list says it").argParser(changeId);
}

function changeId(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError("It must be the number of a change, as tidings dead list says it.");
}

/** A number while numbers are exact, as the outbox has it, else a bigint. */
function narrow(id: bigint): number | bigint {
  return id > BigInt(Number.MAX_SAFE_INTEGER) ? id : Number(id);
}

function numberOrText(id: number | bigint): number | string {
  return typeof id === "bigint" ? String(id) : id;
}

function plain({ change, reason, failedAt }: KeptDeadLetter) {
  return { ...change, id: numberOrText(change.id), reason, failedAt };
}

function lineOf({ change, reason, failedAt }: KeptDeadLetter): string {
  return `${change.id}  ${failedAt}  ${change.operation} ${change.table} ${change.rowId}: ${reason}`;
}

function print({ json }: Options, value: unknown, text: string): void {
  const line = json === true ? JSON.stringify(value) : text;
  if (line !== "") process.stdout.write(`${line}\n`);
}

function noSuch(id: bigint): CliError {
  return new CliError(
    "not_found",
    `there is no dead letter of change ${id}; tidings dead list names those that are there`,
  );
}

import { CHANGE_TABLES, changeTriggers } from "@tidings/outbox/sqlite";
import { Command, Option } from "commander";
import { CliError, messageOf } from "../error.ts";
import { openDatabase } from "../open-database.ts";
import { list } from "../option-values.ts";

interface Options {
  readonly database: string;
  readonly table: string;
  readonly key?: string;
  readonly columns: readonly string[];
  readonly json: readonly string[];
  readonly revision?: string;
  readonly updatedAt?: string;
  readonly install?: true;
}

/** `tidings triggers`: prints or installs the SQL that makes the changes of a table publish events. */
export function triggersCommand(): Command {
  return new Command("triggers")
    .description("Print the SQL that writes each change of a table into the outbox, or install it.")
    .requiredOption("--database <file>", "SQLite file with the table")
    .requiredOption("--table <name>", "table whose rows publish")
    .option("--key <column>", "column that names a row; by default the primary key")
    .addOption(new Option("--columns <names>", "columns that a change carries").argParser(list).default([], "all"))
    .addOption(new Option("--json <names>", "those of them that hold JSON as text").argParser(list).default([], "none"))
    .option("--revision <column>", "integer column that is counted up with each change")
    .option("--updated-at <column>", "text column that takes the time of each change")
    .option("--install", "run the SQL instead of printing it; running it again is harmless")
    .action((options: Options) => {
      using database = openDatabase(options.database, { readOnly: options.install !== true });
      const known = database.prepare("SELECT name, pk FROM pragma_table_info(?)").all(options.table);
      if (known.length === 0) {
        throw new CliError("not_found", `${options.database} has no table "${options.table}"; name one that it has`);
      }
      const all = known.map(({ name }) => String(name));
      checkColumns(options, all);
      const columns = options.columns.length > 0 ? options.columns : all;
      checkCarried(options, columns);
      const sql = `${CHANGE_TABLES}\n${changeTriggers({
        table: options.table,
        key: options.key ?? primaryKeyOf(options.table, known),
        columns,
        json: options.json,
        revision: options.revision,
        updatedAt: options.updatedAt,
      })}`;
      if (options.install !== true) return void process.stdout.write(sql);
      install(options.table, () => database.exec(`BEGIN IMMEDIATE;\n${sql}\nCOMMIT;`));
      process.stdout.write(`The rows of "${options.table}" publish: each change is written into "changes".\n`);
    });
}

function checkColumns({ table, key, columns, json, revision, updatedAt }: Options, known: readonly string[]): void {
  const named = [key, revision, updatedAt].filter((one) => one !== undefined);
  const wrong = [...named, ...columns, ...json].find((column) => !known.includes(column));
  if (wrong === undefined) return;
  throw new CliError("not_found", `the table "${table}" has no column "${wrong}"; it has ${known.join(", ")}`);
}

function checkCarried({ json, revision, updatedAt }: Options, columns: readonly string[]): void {
  const left = json.find((column) => !columns.includes(column));
  if (left !== undefined) {
    throw new CliError("invalid_option", `--json ${left}: changes do not carry this column; name it in --columns too`);
  }
  if (columns.every((column) => column === revision || column === updatedAt)) {
    throw new CliError("invalid_option", "--columns names only what the triggers write; name one that programs write");
  }
}

function primaryKeyOf(table: string, columns: readonly Readonly<Record<string, unknown>>[]): string {
  const keys = columns.filter(({ pk }) => Number(pk) > 0);
  const [key] = keys;
  if (keys.length === 1 && key !== undefined) return String(key.name);
  throw new CliError(
    "invalid_option",
    `the table "${table}" has no primary key of one column; name the column that identifies a row with --key`,
  );
}

function install(table: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    throw new CliError("database_failed", `the triggers of "${table}" were not installed: ${messageOf(error)}`, error);
  }
}

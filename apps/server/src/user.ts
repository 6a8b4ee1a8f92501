import { parseArgs } from "node:util";
import { givenVariables, problemsOf } from "@tidings/express";
import { environment } from "./environment.ts";
import { addUser } from "./users/add-user.ts";
import { askPassword } from "./users/ask-password.ts";

const USAGE = "Usage: pnpm --filter @tidings/server user add [--admin] --email ada@example.com --name Ada";

const problem = await add(process.argv.slice(2));
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}

/** Adds the user that the command line names. Resolves with the reason if it cannot. */
async function add(words: readonly string[]): Promise<string | undefined> {
  const given = read(words);
  if (typeof given === "string") return given;
  const variables = environment.pick({ DATA_DIR: true, DATABASE_URL: true }).safeParse(givenVariables(process.env));
  if (!variables.success) return problemsOf(variables.error).join("; ");
  const { DATA_DIR: directory, DATABASE_URL: url } = variables.data;
  const password = await askPassword({ input: process.stdin, output: process.stderr });
  if (password === undefined) return "the two passwords differ; try again";
  const problem = await addUser({ directory, url }, { ...given, password });
  if (problem === undefined) process.stdout.write(`${given.email} may sign in as ${given.role}\n`);
  return problem;
}

function read(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { admin: { type: "boolean" }, email: { type: "string" }, name: { type: "string" } },
      allowPositionals: true,
    });
    const { admin = false, email, name } = values;
    if (positionals.join(" ") !== "add" || email === undefined || name === undefined) return USAGE;
    const role: "admin" | "user" = admin ? "admin" : "user";
    return { email, name, role };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

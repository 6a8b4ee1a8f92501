#!/usr/bin/env node
import { CliError } from "./error.ts";
import { createProgram } from "./program.ts";

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  process.stderr.write(`tidings: ${error.message}\n`);
  process.exitCode = 1;
}

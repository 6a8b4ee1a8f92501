import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readDeployFile } from "./deploy-file.ts";
import { runTool } from "./run-tool.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The variables that a file of `deploy/environment` sets; START is for the unit. */
const variablesOf = (file: string) =>
  [...readDeployFile(`environment/${file}`).matchAll(/^(\w+)=/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "START");

it("the variables of server.env are those of the configuration", () => {
  const configuration = readFileSync(`${ROOT}docs/configuration.md`, "utf8");
  const variables = variablesOf("server.env");
  expect(variables).toContain("JWT_SECRET");
  expect(variables.filter((name) => !configuration.includes(`| \`${name}\``))).toEqual([]);
});

it("the variables of serve.env are those of tidings serve", async () => {
  const help = await runTool(process.execPath, ["packages/cli/src/main.ts", "serve", "--help"], ROOT);
  const variables = variablesOf("serve.env");
  expect(variables).toContain("TIDINGS_PUBLISH_KEY");
  expect(variables.filter((name) => !help.replace(/\s+/g, " ").includes(`env: ${name})`))).toEqual([]);
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireTool, temporaryDirectory } from "@tidings/services";
import { expect, it } from "vitest";
import { readDeployFile } from "../deploy-file.ts";
import { runTool } from "../run-tool.ts";

const systemdAnalyze = (cwd: string, ...args: readonly string[]) =>
  runTool(requireTool("systemdAnalyze"), [...args, "--no-pager"], cwd);

/** The unit in a folder of its own, with a program that is on every machine in place of Node. */
function unitIn(folder: string): string {
  const file = join(folder, "tidings.service");
  writeFileSync(file, readDeployFile("systemd/tidings.service").replace("/usr/bin/node", "/bin/true"));
  return file;
}

it("systemd understands every line of the unit", async () => {
  using directory = temporaryDirectory();
  expect(await systemdAnalyze(directory.path, "verify", unitIn(directory.path))).toBe("");
});

it("systemd rates the unit's exposure below 2.0 of 10", async () => {
  using directory = temporaryDirectory();
  const args = ["security", "--offline=yes", "--threshold=20", unitIn(directory.path)];
  expect(await systemdAnalyze(directory.path, ...args)).toContain("Overall exposure level");
});

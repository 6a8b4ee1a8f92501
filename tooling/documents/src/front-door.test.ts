import { readdirSync, readFileSync, statSync } from "node:fs";
import { expect, it } from "vitest";

// What whoever finds the repository on a host of repositories meets first.

const root = new URL("../../../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), "utf8");

it("the workflow runs .ci/run, which is there and can be run", () => {
  expect(read(".github/workflows/ci.yml")).toMatch(/^ +- run: \.ci\/run$/m);
  expect(statSync(new URL(".ci/run", root)).mode & 0o111).not.toBe(0);
});

it(".ci/run does all that CONTRIBUTING says that it does", () => {
  const script = read(".ci/run");
  for (const command of ["$test_command", "$pnpm check", "$pnpm build", "$pnpm e2e"]) {
    expect(script).toContain(`\nstage ${command}\n`);
  }
  for (const tool of ["chromium", "nginx", "haproxy"]) expect(script).toContain(`command -v ${tool}`);
});

it.each([
  ["bug.yml", ["What happened", "How to see it", "Versions"]],
  ["wish.yml", ["What you want to do"]],
])("the form %s asks for what somebody needs who answers it", (file, labels) => {
  const form = read(`.github/ISSUE_TEMPLATE/${file}`);
  expect(form).toMatch(/^name: .+\ndescription: .+\nbody:$/m);
  for (const label of labels) expect(form).toContain(`label: ${label}`);
});

it("a vulnerability is reported as SECURITY.md says, in private, and the README leads there", () => {
  expect(read("SECURITY.md")).toMatch(/^## Reporting$/m);
  expect(read("README.md")).toContain("(SECURITY.md)");
});

it("the README's map names every package and every app, as they are called", () => {
  const [, map = ""] = read("README.md").split("## The map\n");
  for (const folder of ["packages", "apps"]) {
    const names = readdirSync(new URL(folder, root)).map((name) => `[${folder}/${name}](${folder}/${name})`);
    expect(names.filter((name) => !map.includes(name))).toEqual([]);
  }
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CI_BOARD, folder, tidings } from "../testing/tidings.ts";

const BOARD = JSON.stringify(CI_BOARD);

it("a contract beside a package.json of npm init is refused in words that mend it", async () => {
  const directory = folder();
  writeFileSync(join(directory, "package.json"), '{ "type": "commonjs" }');
  writeFileSync(join(directory, "contract.ts"), "export const a = 1;");
  const { code, err } = await tidings(["serve", "--contract", "contract.ts", "--memory"], {}, directory);
  expect([code, err]).toEqual([1, expect.stringContaining("npm pkg set type=module")]);
});

it.each([
  ["no file", undefined, "there is no such file"],
  ["no stream", "export const a = 1; export default null;", "exports no stream"],
  ["something that only looks like one", `export const builds = { path: "/a", events: {} };`, 'export "builds"'],
  ["what is not installed", `import "not-installed-anywhere";`, "npm install not-installed-anywhere"],
  ["what does not parse", "export const = 1;", "does not load"],
  ["what throws", `throw new Error("no database");`, "no database"],
  ["syntax that is more than types", "export enum A { B }", "Node strips types only"],
  [
    "two of one name",
    `import { buildsStream as a } from ${BOARD}; export { a }; export const b = { ...a };`,
    'called "builds"',
  ],
  [
    "two at one path",
    `import { buildsStream as a } from ${BOARD}; export { a }; export const b = { ...a, name: "b" };`,
    "both at /builds",
  ],
  [
    "one at the server's own path",
    `import { buildsStream as a } from ${BOARD}; export const b = { ...a, path: "/publish" };`,
    "choose another",
  ],
])("a contract is refused in words: %s", async (_, text, words) => {
  const file = join(folder(), "contract.ts");
  if (text !== undefined) writeFileSync(file, text);
  const { code, err } = await tidings(["serve", "--contract", file, "--memory"]);
  expect([code, err]).toEqual([1, expect.stringContaining(words)]);
  expect(err.trim().split("\n")).toHaveLength(1);
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { buildsStream, secretsStream } from "../testing/ci-board.ts";
import { CI_BOARD, folder, tidingsProcess } from "../testing/tidings.ts";
import { loadContract } from "./load-contract.ts";

const BOARD = JSON.stringify(CI_BOARD);

it("a contract beside a package.json of npm init is refused in words that mend it", async () => {
  const directory = folder();
  writeFileSync(join(directory, "package.json"), '{ "type": "commonjs" }');
  writeFileSync(join(directory, "contract.ts"), "export const a = 1;");
  const { code, err } = await tidingsProcess(["serve", "--contract", "contract.ts", "--memory"], {}, directory);
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
  const { code, err } = await tidingsProcess(["serve", "--contract", file, "--memory"]);
  expect([code, err]).toEqual([1, expect.stringContaining(words)]);
  expect(err.trim().split("\n")).toHaveLength(1);
});

it("each stream that the module exports is served once, by whatever name it has there", async () => {
  const file = join(folder(), "contract.ts");
  writeFileSync(
    file,
    `export * from ${BOARD}; import { buildsStream } from ${BOARD}; export { buildsStream as again };`,
  );
  const loaded = await loadContract(file);
  expect(loaded.map(({ name }) => name).sort()).toEqual([buildsStream.name, secretsStream.name]);
});

const STREAM = `{ name: "a", path: "/a", method: "GET", events: {}, topic() {} }`;

it.each([
  ["no file", undefined, "there is no such file; give --contract the path of a module"],
  ["no stream", "export const a = 1; export const b = null; export const c = { path: '/a' };", "it exports no stream"],
  ["a path and events alone", `export const a = { path: "/a", events: {} };`, 'its export "a" has a path and events'],
  ["no method", `export const a = { path: "/a", events: {}, topic() {} };`, 'its export "a" has a path and events'],
  ["no topic", `export const a = { path: "/a", events: {}, method: "GET" };`, "make it with defineStream"],
  ["a topic that is none", `export const a = { ...${STREAM}, topic: 1 };`, "make it with defineStream"],
  ["what throws", `throw new Error("no database");`, "it does not load: no database"],
  ["two of one name", `export const a = ${STREAM}; export const b = ${STREAM};`, 'two streams are called "a"'],
  ["two at one path", `export const a = ${STREAM}; export const b = { ...${STREAM}, name: "b" };`, "are both at /a"],
  ...[
    "/publish",
    "/ticket",
    "/api/stream-tickets",
    "/healthz",
    "/readyz",
    "/metrics",
    "/docs",
    "/docs/x",
    "/openapi.json",
  ].map((path): [string, string, string] => [
    path,
    `export const a = { ...${STREAM}, path: "${path}" };`,
    `the stream "a" is at ${path}, where the server itself answers; choose another`,
  ]),
])("a module is no contract, and its file is named: %s", async (_, text, words) => {
  const file = join(folder(), "contract.ts");
  if (text !== undefined) writeFileSync(file, text);
  const error = await loadContract(file).catch((refused: unknown) => refused);
  expect(error).toMatchObject({ name: "CliError", code: "invalid_contract", message: expect.stringContaining(words) });
  expect(error).toMatchObject({ message: expect.stringContaining(`${file}: `) });
});

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ServicesError } from "./error.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { findTool, requireTool, whatIsMissing } from "./tool.ts";

function program(directory: string, name: string): string {
  const path = join(directory, name);
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, 0o755);
  return path;
}

const missing = expect.objectContaining({ name: "ServicesError", code: "missing_tool" });

it("a program is found on the PATH under any of its names, in their order", () => {
  using directory = temporaryDirectory();
  const env = { PATH: `/nowhere:${directory.path}` };
  const chrome = program(directory.path, "google-chrome");
  expect(findTool("chromium", env)).toBe(chrome);
  const chromium = program(directory.path, "chromium");
  expect(findTool("chromium", env)).toBe(chromium);
});

it("its variable goes before the PATH, and must name a program", () => {
  using directory = temporaryDirectory();
  program(directory.path, "chromium");
  const mine = program(directory.path, "mine");
  const PATH = directory.path;
  expect(findTool("chromium", { PATH, CHROMIUM_PATH: mine })).toBe(mine);
  for (const wrong of [join(PATH, "nothing"), PATH]) {
    expect(() => findTool("chromium", { PATH, CHROMIUM_PATH: wrong })).toThrow(missing);
  }
});

it("directories and files that cannot be run are no programs", () => {
  using directory = temporaryDirectory();
  mkdirSync(join(directory.path, "chromium"));
  writeFileSync(join(directory.path, "google-chrome"), "");
  expect(findTool("chromium", { PATH: directory.path })).toBeUndefined();
});

it("a missing program is undefined to who can do without, and an error with CI set or where it is required", () => {
  expect(findTool("chromium", { PATH: "/nowhere" })).toBeUndefined();
  expect(() => findTool("chromium", { PATH: "/nowhere", CI: "true" })).toThrow(missing);
  expect(() => requireTool("chromium", { PATH: "/nowhere" })).toThrow(
    new ServicesError("missing_tool", whatIsMissing("chromium")),
  );
});

it("says in one line what is missing and which package brings it", () => {
  expect(whatIsMissing("chromium")).toBe(
    "Chromium is missing: run apt-get install chromium, or set CHROMIUM_PATH to its program",
  );
  expect(whatIsMissing("nginx")).toContain("apt-get install nginx-light");
});

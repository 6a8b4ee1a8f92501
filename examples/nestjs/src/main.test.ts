import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describeHost, HOST_MS, nodeHost } from "@tidings/host-suite";
import { temporaryDirectory } from "@tidings/services";
import { beforeAll, describe, onTestFinished } from "vitest";

const PACKAGE = join(import.meta.dirname, "..");
const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

/** Decorators are no JavaScript: the compiler makes some of them, as in every Nest project. */
beforeAll(() => {
  execFileSync(process.execPath, [TSC, "-p", "tsconfig.build.json"], { cwd: PACKAGE });
}, HOST_MS);

describe("NestJS", () => {
  describeHost(() => {
    const directory = temporaryDirectory();
    onTestFinished(() => directory[Symbol.dispose]());
    return nodeHost(join(PACKAGE, "dist/main.js"), directory.path);
  });
});

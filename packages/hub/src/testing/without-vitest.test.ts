import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it("the testing entry loads in any test runner: it imports no vitest", () => {
  const entry = new URL("./index.ts", import.meta.url).href;
  const program = `
    const { registerHooks } = await import("node:module");
    registerHooks({
      resolve(name, context, next) {
        if (name === "vitest") throw new Error("it imports vitest");
        return next(name, context);
      },
    });
    const { createRecordingSink } = await import(${JSON.stringify(entry)});
    process.stdout.write(createRecordingSink().state);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  expect({ stdout, stderr }).toEqual({ stdout: "open", stderr: "" });
});

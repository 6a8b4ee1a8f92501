import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { login } from "@tidings/contracts/auth";
import { freePort, startProcess, startServer, temporaryDirectory } from "@tidings/services";
import { expect, it, onTestFinished } from "vitest";
import { runCommand } from "./testing/curl.ts";
import { guideBlocks } from "./testing/guide.ts";

// What docs/guide/production.md tells operators to do.

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const unit = readFileSync(`${ROOT}deploy/systemd/tidings.service`, "utf8");
const environment = readFileSync(`${ROOT}deploy/environment/serve.env`, "utf8");

/** The value of a setting in the unit, or of a variable in its environment. */
function setting(name: string, text = unit): string {
  const [, value = ""] = new RegExp(`^${name}=(.*)$`, "m").exec(text) ?? [];
  return value;
}

it("the unit's command serves, and ends by itself within the unit's time", async () => {
  const directory = temporaryDirectory();
  onTestFinished(() => directory[Symbol.dispose]());
  const port = await freePort();
  const [, ...words] = setting("ExecStart").replace("$START", setting("START", environment)).split(" ");
  const args = words.map((word) =>
    word.replace("node_modules/@tidings/cli/dist/main.js", `${ROOT}packages/cli/src/main.ts`),
  );
  const env = {
    NODE_ENV: "production",
    TIDINGS_CONTRACT: `${ROOT}packages/cli/src/testing/ci-board.ts`,
    TIDINGS_DATA: directory.path,
    TIDINGS_PUBLISH_KEY: "a-key-for-publishing",
    TIDINGS_JWT_SECRET: "a-secret-of-at-least-thirty-two-bytes",
    TIDINGS_PORT: String(port),
  };
  const service = await startProcess({
    label: "the unit",
    command: process.execPath,
    args,
    env,
    port,
  });
  onTestFinished(async () => void (await service.kill("SIGKILL")));
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  const asked = performance.now();
  expect(await service.kill("SIGTERM")).toEqual({ code: 0, signal: null });
  expect((performance.now() - asked) / 1000).toBeLessThan(Number(setting("TimeoutStopSec")));
});

it("the first admin of a production server is let in by the guide's command", async () => {
  const env = { NODE_ENV: "production", JWT_SECRET: "the-secret-of-this-test-and-of-nobody-else" };
  await using server = await startServer({ env });
  const [command = ""] = guideBlocks("production", "sh");
  const password = "a password of this test";
  const here = command.replace("/var/lib/tidings", server.dataDir).trim();
  await runCommand(`cd ${ROOT} && echo '${password}' | ${here}`);
  const response = await fetch(`${server.url}${login.path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: "ada@example.com", password }),
  });
  expect(await response.json()).toMatchObject({ success: true, data: { user: { role: "admin" } } });
});

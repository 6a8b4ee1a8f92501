import { readConfig } from "@tidings/server/config";
import { expect, it } from "vitest";
import { readDeployFile } from "./deploy-file.ts";

/** Seconds from SIGTERM until the process may be killed: the drain, 3 s until what is left is cut, and 2 s to close. */
const grace =
  readConfig({ NODE_ENV: "production", JWT_SECRET: "a-secret-of-at-least-thirty-two-bytes" }).drainMs / 1000 + 5;

it.each([
  ["systemd/tidings.service", /^TimeoutStopSec=(\d+)$/m],
  ["compose.yml", /^ +stop_grace_period: (\d+)s$/m],
])("%s waits for DRAIN_MS and 5 s before it kills the server", (file, setting) => {
  expect(Number(setting.exec(readDeployFile(file))?.[1])).toBe(grace);
});

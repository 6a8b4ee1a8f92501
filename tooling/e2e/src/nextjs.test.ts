import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@tidings/client";
import { notificationsStream } from "@tidings/contracts/notifications";
import { freePort, launchChromium, type ServiceProcess, startProcess } from "@tidings/services";
import { beforeAll, expect, it } from "vitest";

const EXAMPLE = fileURLToPath(new URL("../../../examples/nextjs", import.meta.url));
const NEXT = createRequire(`${EXAMPLE}/package.json`).resolve("next/dist/bin/next");
const env = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
let server: ServiceProcess;
let url: string;

/** Builds the example and serves it, both by the real Next.js. */
beforeAll(async () => {
  await promisify(execFile)(process.execPath, [NEXT, "build"], {
    cwd: EXAMPLE,
    env: { PATH: process.env.PATH, ...env },
  });
  const port = await freePort();
  const args = [NEXT, "start", EXAMPLE, "--port", String(port), "--hostname", "127.0.0.1"];
  server = await startProcess({ label: "Next.js", command: process.execPath, args, env, port });
  url = `http://127.0.0.1:${port}`;
  return () => server.kill("SIGKILL");
});

/** Saves the profile and answers what the route says. */
async function save(): Promise<unknown> {
  const response = await fetch(`${url}/api/profile`, { method: "POST" });
  return response.json();
}

it("003 Next.js: what one route publishes is streamed by the other, at once and until the reader leaves", async () => {
  const client = createClient({ baseUrl: url, lingerMs: 0 });
  const stream = client.open(notificationsStream);
  const heard: unknown[] = [];
  stream.on("profile_updated", ({ data }) => heard.push(data));
  await expect.poll(() => stream.getSnapshot().state).toBe("open");

  expect(await save()).toEqual({ success: true, told: 1 });
  await expect.poll(() => heard).toEqual([{ message: "Profile updated successfully" }]);
  client.close();
  await expect.poll(save).toEqual({ success: true, told: 0 });
});

it("003 Next.js: the page connects, and shows what its button causes", async () => {
  await using browser = await launchChromium();
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(url);
  await page.getByText("Live", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Save my profile" }).click();
  await page.getByRole("listitem").getByText("Profile updated successfully").waitFor();
  expect(problems).toEqual([]);
});

it("D12: SIGTERM ends the process although a page listens", async () => {
  const client = createClient({ baseUrl: url, lingerMs: 0 });
  const stream = client.open(notificationsStream);
  await expect.poll(() => stream.getSnapshot().state).toBe("open");
  await server.kill("SIGTERM");
  await expect.poll(() => stream.getSnapshot().state).toBe("reconnecting");
  client.close();
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { freePort, startProcess } from "@tidings/services";
import { describe, expect, it } from "vitest";
import { readDashboardConfig } from "./config.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

/** Runs it until it ends by itself. */
async function run(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const [code] = await once(child, "close");
  return { code, err };
}

it("all that is wrong in the environment is one line and exit 1", async () => {
  const env = { PORT: "x", HOST: "a b", API_URL: "nonsense", HEARTBEAT_MS: "1", TRUST_PROXY: "foo", NODE_ENV: "prod" };
  const { code, err } = await run(env);
  expect(code).toBe(1);
  expect(err.split("\n")).toHaveLength(2);
  expect(err).toMatch(/^The dashboard did not start: /);
  for (const name of Object.keys(env)) expect(err).toContain(`${name} must be `);
});

it("a port that is taken is one line and exit 1", async () => {
  const occupant = createServer().listen(0, "127.0.0.1");
  await once(occupant, "listening");
  const { port } = occupant.address() as AddressInfo;
  expect(await run({ PORT: String(port) })).toEqual({
    code: 1,
    err: `The dashboard did not start: cannot listen on 127.0.0.1:${port} (another program listens there); stop it or set PORT or HOST to something else\n`,
  });
  occupant.close();
});

it("SIGTERM ends it with 0", async () => {
  const port = await freePort();
  const service = await startProcess({
    label: "the dashboard",
    command: process.execPath,
    args: [MAIN],
    env: { PORT: String(port), HOST: "" },
    port,
  });
  expect(await service.kill("SIGTERM")).toEqual({ code: 0, signal: null });
});

describe("the configuration", () => {
  it("counts what is set to nothing as not set", () => {
    expect(readDashboardConfig({ HOST: "", PORT: " ", API_URL: "", TRUST_PROXY: "" })).toMatchObject({
      config: { host: "127.0.0.1", port: 5001, apiUrl: "http://localhost:8000", trustProxy: false },
    });
  });

  it("is heard from outside in production", () => {
    expect(readDashboardConfig({ NODE_ENV: "production" })).toMatchObject({ config: { host: "0.0.0.0" } });
  });

  it.each([
    ["http://api.example.com", "http://api.example.com"],
    ["https://api.example.com:8443/", "https://api.example.com:8443"],
  ])("takes the API_URL %s", (given, apiUrl) => {
    expect(readDashboardConfig({ API_URL: given })).toMatchObject({ config: { apiUrl } });
  });

  it.each(["localhost:8000", "ftp://example.com", "http://", "https://api.example.com/v1", "http://u:p@example.com"])(
    "refuses the API_URL %s in words",
    (given) => {
      expect(readDashboardConfig({ API_URL: given })).toEqual({
        problems: [expect.stringMatching(/^API_URL must be an origin as http:\/\/localhost:8000 /)],
      });
    },
  );
});

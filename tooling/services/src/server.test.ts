import { expect, it } from "vitest";
import { ServicesError } from "./error.ts";
import { isListening } from "./port.ts";
import { startServer } from "./server.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

it("the server answers when it is handed over, and comes back on its port and data after kill -9", async () => {
  await using server = await startServer({ env: { LOG_LEVEL: "silent" } });
  const first = server.pid;
  const healthy = async () => (await fetch(`${server.url}/healthz`)).ok;
  expect(await healthy()).toBe(true);
  expect(await server.kill("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
  await expect(healthy()).rejects.toThrow();
  await server.restart();
  expect(server.pid).not.toBe(first);
  expect(await healthy()).toBe(true);
  expect(server.output.match(/Tidings is on/g)).toHaveLength(2);
});

it("it is gone at the end of its block", async () => {
  let port = 0;
  {
    await using server = await startServer();
    port = Number(new URL(server.url).port);
  }
  expect(await isListening(port)).toBe(false);
});

it("a server that refuses its environment is an error with its own words", async () => {
  using directory = temporaryDirectory();
  const starting = startServer({ dataDir: directory.path, env: { HEARTBEAT_MS: "soon" } });
  await expect(starting).rejects.toThrow(ServicesError);
  await expect(starting).rejects.toThrow("HEARTBEAT_MS must be a whole number");
});

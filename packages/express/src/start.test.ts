import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { givenVariables, listen } from "./start.ts";

it.each([
  ["2001:db8::1", "[2001:db8::1]:8000"],
  ["192.0.2.1", "192.0.2.1:8000"],
])("an address that cannot be had is named as one writes it: %s", async (host, address) => {
  // Kept for documents: no machine has it.
  const why = await listen(createServer(), { host, port: 8000 }, "PORT or HOST");
  expect(why).toMatch(/^cannot listen on \S+ \(E\w+\); stop it or set PORT or HOST to something else$/);
  expect(why?.split(" ")[3]).toBe(address);
});

it("listens, and says where another program does", async () => {
  const [first, second] = [createServer(), createServer()];
  onTestFinished(() => void first.close());
  expect(await listen(first, { host: "127.0.0.1", port: 0 }, "PORT")).toBeUndefined();
  const { port } = first.address() as AddressInfo;
  expect(await listen(second, { host: "127.0.0.1", port }, "PORT")).toBe(
    `cannot listen on 127.0.0.1:${port} (another program listens there); stop it or set PORT to something else`,
  );
});

it("a variable that is set to nothing counts as not set", () => {
  expect(givenVariables({ A: "1", B: "", C: " \t", D: undefined, E: " x " })).toEqual({ A: "1", E: " x " });
});

/** Runs a server that ends as `close` does, sends it signals one after the other, and answers its code and log. */
async function stopped(close: string, signals: readonly NodeJS.Signals[]) {
  const start = JSON.stringify(new URL("start.ts", import.meta.url).href);
  const code = `
    import { stopOnSignals } from ${start};
    const alive = setInterval(() => {}, 1000);
    const log = (fields, text) => console.log(text, fields.signal ?? fields.err?.message);
    stopOnSignals({ logger: { info: log, fatal: log }, close: async () => { ${close} } });
    console.log("ready");`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  const left = [...signals];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    const next = left.shift();
    if (next !== undefined) child.kill(next);
  });
  const [exitCode] = await once(child, "close");
  return { code: exitCode, said: said.trim().split("\n").slice(1) };
}

it.each<[string, string, readonly NodeJS.Signals[], number, readonly string[]]>([
  ["the first ends gently", "clearInterval(alive)", ["SIGTERM"], 0, ["stopping SIGTERM"]],
  ["the second ends at once", "await new Promise(() => {})", ["SIGINT", "SIGTERM"], 1, ["stopping SIGINT"]],
  ["a failed end is said", "throw new Error('no')", ["SIGTERM"], 1, ["stopping SIGTERM", "could not stop cleanly no"]],
  ["what stays alive is ended as a fault", "", ["SIGTERM"], 1, ["stopping SIGTERM"]],
])("D12: of two signals %s", async (_what, close, signals, code, said) => {
  expect(await stopped(close, signals)).toEqual({ code, said });
});

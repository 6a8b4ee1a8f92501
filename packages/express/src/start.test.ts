import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import * as z from "zod";
import { givenVariables, listen, problemsOf, stopOnSignals } from "./start.ts";

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

/** A program in this process that ends as `close` does. `exits` are the codes that it ended with. */
function program(close: () => Promise<void>) {
  const handlers = new Map<string | symbol, () => void>();
  const on = vi.spyOn(process, "on").mockImplementation((name, listener) => {
    handlers.set(name, () => listener());
    return process;
  });
  const log: unknown[] = [];
  const note = (level: string) => (fields: object, text: string) => void log.push([level, fields, text]);
  stopOnSignals({ close, logger: { info: note("info"), fatal: note("fatal") } });
  on.mockRestore();
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  onTestFinished(() => {
    exit.mockRestore();
    vi.useRealTimers();
  });
  return {
    log,
    names: [...handlers.keys()],
    signal: (name: NodeJS.Signals) => handlers.get(name)?.(),
    exits: () => exit.mock.calls.map(([code]) => code),
  };
}

/** All promises that are settled have told it by then. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it.each(["SIGTERM", "SIGINT"] as const)(
  "D12: %s closes the server; what is still alive a second later is ended as a fault",
  async (signal) => {
    const closed = Promise.withResolvers<void>();
    const { names, log, signal: send, exits } = program(() => closed.promise);
    expect(names).toEqual(["SIGTERM", "SIGINT"]);
    send(signal);
    expect(log).toEqual([["info", { signal }, "stopping"]]);
    await settled();
    vi.advanceTimersByTime(60_000);
    closed.resolve();
    await settled();
    vi.advanceTimersByTime(999);
    expect(exits()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect([exits(), log.length]).toEqual([[1], 1]);
  },
);

it("D12: a second signal ends the program at once, with code 1, and closes nothing twice", async () => {
  const close = vi.fn(() => new Promise<void>(() => {}));
  const { signal, exits } = program(close);
  signal("SIGINT");
  signal("SIGTERM");
  await settled();
  expect([exits(), close.mock.calls.length]).toEqual([[1], 1]);
});

it("D12: a server that cannot be closed is told of, and the program ends with code 1", async () => {
  const error = new Error("disk full");
  const { signal, exits, log } = program(() => Promise.reject(error));
  signal("SIGTERM");
  await settled();
  expect(exits()).toEqual([1]);
  expect(log).toEqual([
    ["info", { signal: "SIGTERM" }, "stopping"],
    ["fatal", { err: error }, "could not stop cleanly"],
  ]);
});

it("each problem of the variables is a line that begins with the name", () => {
  const read = z.object({ PORT: z.string(), nested: z.object({ HOST: z.string() }) }).safeParse({ nested: {} });
  expect(read.success ? [] : problemsOf(read.error)).toEqual([
    expect.stringMatching(/^PORT \S/),
    expect.stringMatching(/^nested\.HOST \S/),
  ]);
});

import { expect, it, onTestFinished, vi } from "vitest";
import { stopOnSignals } from "./stop-on-signals.ts";

/** A program that stops as it is told. `signal` sends it one, and `exits` are the codes that it ended with. */
function program(stop: () => Promise<void>) {
  const handlers = new Map<string | symbol, () => void>();
  const on = vi.spyOn(process, "on").mockImplementation((name, listener) => {
    handlers.set(name, () => listener());
    return process;
  });
  const lines: string[] = [];
  stopOnSignals(stop, (line) => lines.push(line));
  on.mockRestore();
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  onTestFinished(() => exit.mockRestore());
  return {
    lines,
    names: [...handlers.keys()],
    signal: (name: NodeJS.Signals) => handlers.get(name)?.(),
    exits: () => exit.mock.calls.map(([code]) => code),
  };
}

/** All promises that are settled have told it by then. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it.each(["SIGTERM", "SIGINT"] as const)("D12: %s stops gently, and then the program ends with code 0", async (name) => {
  const done = Promise.withResolvers<void>();
  const { names, signal, exits, lines } = program(() => done.promise);
  expect(names).toEqual(["SIGTERM", "SIGINT"]);
  signal(name);
  await settled();
  expect([lines, exits()]).toEqual([["stopping"], []]);
  done.resolve();
  await settled();
  expect([lines, exits()]).toEqual([["stopping"], [0]]);
});

it("D12: a second signal ends the program at once, with code 1, and stops nothing twice", async () => {
  const stop = vi.fn(() => new Promise<void>(() => {}));
  const { signal, exits, lines } = program(stop);
  signal("SIGINT");
  signal("SIGTERM");
  await settled();
  expect([lines, exits(), stop.mock.calls.length]).toEqual([["stopping"], [1], 1]);
});

it("D12: a stop that fails is told of, and the code is 1", async () => {
  const { signal, exits, lines } = program(() => Promise.reject(new Error("disk full")));
  signal("SIGTERM");
  await settled();
  expect([lines, exits()]).toEqual([["stopping", "could not stop cleanly: Error: disk full"], [1]]);
});

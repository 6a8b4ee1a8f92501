import { createServer } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { findLeftovers, readProcessState } from "./process-state.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

it("a process that is as it was has no leftovers", () => {
  expect(findLeftovers(readProcessState(), readProcessState())).toEqual([]);
});

it.each([
  ["replaced", "fetch"],
  ["added", "someGlobal"],
])("a global that was %s is named", (_how, name) => {
  const before = readProcessState();
  vi.stubGlobal(name, () => {});
  expect(findLeftovers(before, readProcessState())).toEqual([expect.stringContaining(`the global ${name} `)]);
});

it("what a module keeps for its copies is no leftover", () => {
  const before = readProcessState();
  vi.stubGlobal("__cache", {});
  expect(findLeftovers(before, readProcessState())).toEqual([]);
});

it.each([
  ["added", "TIDINGS_NEW", "1"],
  ["changed", "PATH", "/nowhere"],
  ["removed", "PATH", undefined],
])("a variable that was %s is named", (_how, name, value) => {
  const before = readProcessState();
  vi.stubEnv(name, value);
  expect(findLeftovers(before, readProcessState())).toEqual([expect.stringContaining(`process.env.${name} `)]);
});

it("a listener and an open server are named until they are gone", async () => {
  const before = readProcessState();
  const listener = () => {};
  process.on("SIGUSR2", listener);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  expect(findLeftovers(before, readProcessState())).toEqual([
    expect.stringContaining('listener of "SIGUSR2"'),
    expect.stringContaining("TCPServerWrap"),
  ]);
  process.off("SIGUSR2", listener);
  await new Promise((resolve) => server.close(resolve));
  await expect.poll(() => findLeftovers(before, readProcessState())).toEqual([]);
});

import { afterAll, vi } from "vitest";
import { findLeftovers, readProcessState } from "./process-state.ts";

// Test files run one after another in the same process. A file that leaves a fake clock, a global, a listener or a
// server behind fails here, by its own name, instead of breaking whichever file comes next. Set-up files are read before
// each test file, and their `afterAll` runs after the file's own.

const before = readProcessState();

/** A server that was closed is gone a turn or two of the event loop later. */
const TURNS = 20;

afterAll(async () => {
  const fakeTimers = vi.isFakeTimers() ? ["timers are still faked: call vi.useRealTimers() in afterEach"] : [];
  vi.useRealTimers();
  let leftovers = findLeftovers(before, readProcessState());
  for (let turn = 0; turn < TURNS && leftovers.length > 0; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    leftovers = findLeftovers(before, readProcessState());
  }
  leftovers.unshift(...fakeTimers);
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  if (leftovers.length > 0)
    throw new Error(`This file leaves behind:\n${leftovers.map((one) => `- ${one}`).join("\n")}`);
});

import { expect, it } from "vitest";
import { createRandom } from "../random.ts";
import { installVirtualTime, settle } from "../virtual-time.ts";
import { simulatedTest } from "./simulated-test.ts";

const realTimeout = globalThis.setTimeout;
let worlds = 0;

simulatedTest(
  "a world that is under way when its test times out",
  async (signal) => {
    while (!signal.aborted) {
      worlds += 1;
      const time = installVirtualTime(createRandom(1));
      while (!signal.aborted) await settle();
      for (let turn = 0; turn < 100; turn += 1) await settle();
      time.uninstall();
    }
  },
  { timeout: 1, fails: true },
);

it("has ended before the next test begins, and none came after it", () => {
  expect(globalThis.setTimeout).toBe(realTimeout);
  expect(worlds).toBe(1);
});

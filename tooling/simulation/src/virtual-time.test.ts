import { afterEach, beforeEach, expect, it } from "vitest";
import { createRandom } from "./random.ts";
import { installVirtualTime, type VirtualTime } from "./virtual-time.ts";

let time: VirtualTime;

beforeEach(() => {
  time = installVirtualTime(createRandom(1));
});
afterEach(() => time.uninstall());

it("runs what is due in order of time, each to its last microtask", async () => {
  const seen: string[] = [];
  setTimeout(() => seen.push("late"), 20);
  setTimeout(async () => {
    seen.push("early");
    await Promise.resolve();
    seen.push("and its microtask");
  }, 10);
  await time.pass(15);
  expect(seen).toEqual(["early", "and its microtask"]);
  await time.pass(5);
  expect(seen.at(-1)).toBe("late");
});

it("takes the clock, intervals, immediates and chance along", async () => {
  const began = Date.now();
  let beats = 0;
  const interval = setInterval(() => {
    beats += 1;
  }, 100);
  let soon = false;
  setImmediate(() => {
    soon = true;
  });
  await time.pass(0);
  expect(soon).toBe(true);
  await time.pass(1_050);
  expect([beats, Date.now() - began]).toEqual([10, 1_050]);
  expect(time.waiting()).toEqual(["setInterval"]);
  clearInterval(interval);
  expect(time.waiting()).toEqual([]);
});

it("draws the same chance for the same seed", () => {
  const draw = () => [Math.random(), crypto.randomUUID()];
  const once = draw();
  time.uninstall();
  time = installVirtualTime(createRandom(1));
  expect(draw()).toEqual(once);
});

it("fires a timer too long for Node after a millisecond, as Node does", async () => {
  let fired = false;
  setTimeout(() => {
    fired = true;
  }, 2 ** 31);
  await time.pass(1);
  expect(fired).toBe(true);
});

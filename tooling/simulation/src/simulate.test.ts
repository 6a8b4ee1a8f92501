import { expect, it } from "vitest";
import { simulate } from "./simulate.ts";

async function story(seed: number): Promise<string> {
  const lines: string[] = [];
  await simulate(seed, (line) => lines.push(line));
  return lines.join("\n");
}

it("the same seed is the same story, to the last byte", async () => {
  const once = await story(42);
  expect(once.length).toBeGreaterThan(1_000);
  expect(await story(42)).toBe(once);
});

it("puts back what it replaced", async () => {
  const before = [setTimeout, setImmediate, Date.now, Math.random, crypto.randomUUID];
  await simulate(1);
  expect([setTimeout, setImmediate, Date.now, Math.random, crypto.randomUUID]).toEqual(before);
});

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createSonnerLoader } from "./load-sonner.ts";

const module = { toast: {} } as typeof import("sonner");
const missing = new TypeError("Failed to fetch dynamically imported module");

let warnings: unknown[][];
beforeEach(() => {
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((...words) => warnings.push(words));
});
afterEach(() => {
  vi.restoreAllMocks();
});

it("C27.1: sonner that cannot be loaded is told once on the console, and nothing throws", async () => {
  const load = vi.fn().mockRejectedValue(missing);
  const loader = createSonnerLoader(load);
  expect(await Promise.all([loader.load(), loader.load()])).toEqual([undefined, undefined]);
  expect(await loader.load()).toBeUndefined();
  expect(load).toHaveBeenCalledTimes(2);
  expect(warnings).toEqual([[expect.stringContaining("Install it, or reload the page"), missing]]);
});

it("C27.1: sonner that comes at a later try is there from then on, and who waits for it hears of it", async () => {
  const load = vi.fn().mockRejectedValueOnce(missing).mockResolvedValue(module);
  const loader = createSonnerLoader(load);
  const heard = vi.fn();
  const leave = loader.subscribe(heard);
  await loader.load();
  expect(loader.get()).toBeUndefined();
  expect(heard).not.toHaveBeenCalled();
  expect(await loader.load()).toBe(module);
  expect(loader.get()).toBe(module);
  expect(heard).toHaveBeenCalledOnce();
  leave();
  expect(await loader.load()).toBe(module);
  expect(load).toHaveBeenCalledTimes(2);
});

import { expect, it, vi } from "vitest";
import { createSonnerAdapter } from "./sonner-adapter.tsx";

const toast = { message: vi.fn(), info: vi.fn(), success: vi.fn(), warning: vi.fn(), error: vi.fn() };
const sonner = { toast } as unknown as typeof import("sonner");

it.each([
  ["neutral", "message"],
  ["info", "info"],
  ["success", "success"],
  ["warning", "warning"],
  ["danger", "error"],
] as const)("a toast of tone %s is sonner's %s, with an icon", async (tone, method) => {
  const show = createSonnerAdapter({ load: async () => sonner });
  show({ message: `it is ${tone}`, tone, announce: "polite", event: "x", count: 1 });
  await expect.poll(() => toast[method]).toHaveBeenCalledWith(`it is ${tone}`, { icon: expect.anything() });
});

it("C27.1: without sonner a toast is none, and nothing is thrown", async () => {
  const load = vi.fn(async () => undefined);
  createSonnerAdapter({ load })({ message: "x", tone: "info", announce: "polite", event: "x", count: 1 });
  await expect(load.mock.results[0]?.value).resolves.toBeUndefined();
});

import { toast } from "sonner";
import { expect, it, vi } from "vitest";
import { sonnerAdapter } from "./sonner-adapter.tsx";

vi.mock("sonner", () => ({
  toast: { message: vi.fn(), info: vi.fn(), success: vi.fn(), warning: vi.fn(), error: vi.fn() },
}));

it.each([
  ["neutral", "message"],
  ["info", "info"],
  ["success", "success"],
  ["warning", "warning"],
  ["danger", "error"],
] as const)("a toast of tone %s is sonner's %s, with an icon", async (tone, method) => {
  sonnerAdapter({ message: `it is ${tone}`, tone, announce: "polite", event: "x", count: 1 });
  await vi.waitFor(() => expect(toast[method]).toHaveBeenCalledWith(`it is ${tone}`, { icon: expect.anything() }));
});

import { act, cleanup, render, screen, within } from "@testing-library/react";
import { greeting, orderUpdate } from "@tidings/client/testing";
import { ordersStream } from "@tidings/contracts/orders";
import { renderToString } from "react-dom/server";
import { toast } from "sonner";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pageToaster } from "../components/notifications/toasts/page-toaster.ts";
import { useEventToasts } from "../hooks/use-event-toasts.ts";
import { renderTidings } from "../testing/render-tidings.tsx";
import { EventToaster } from "./event-toaster.tsx";
import { sonnerAdapter } from "./sonner-adapter.tsx";

beforeEach(() => {
  // jsdom has no layout and asks nobody about colour schemes.
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
});
afterEach(() => {
  act(() => void toast.dismiss());
  cleanup();
  vi.unstubAllGlobals();
});

test("a server renders nothing", () => {
  expect(renderToString(<EventToaster />)).toBe("");
});

test("its live region is there, empty, before the first toast", async () => {
  render(<EventToaster />);
  const region = await screen.findByRole("region", { name: /notifications/i });
  expect(region.textContent).toBe("");
});

test.each(["info", "success", "warning", "error"] as const)(
  "a toast of %s has this kit's icon and clothes, and closes",
  async (kind) => {
    render(<EventToaster />);
    const region = await screen.findByRole("region", { name: /notifications/i });
    act(() => void toast[kind]("ORD-A7X3B2 — Preparing"));
    const shown = (await within(region).findByText("ORD-A7X3B2 — Preparing")).closest("li");
    expect(shown?.className).toContain("tidings-toast");
    expect(shown?.dataset.type).toBe(kind);
    expect(shown?.querySelector(".tidings-toast-icon [data-slot=icon]")).not.toBeNull();
    expect(within(region).getByRole("button", { name: /close/i })).toBeDefined();
  },
);

test.each(["neutral", "info", "success", "warning", "danger"] as const)(
  "an event's toast of tone %s has an icon",
  async (tone) => {
    render(<EventToaster />);
    const region = await screen.findByRole("region", { name: /notifications/i });
    const message = `ORD-A7X3B2 — ${tone}`;
    act(() => sonnerAdapter({ message, tone, announce: "polite", event: "x", count: 1 }));
    const shown = (await within(region).findByText(message)).closest("li");
    expect(shown?.querySelectorAll(".tidings-toast-icon [data-slot=icon]")).toHaveLength(1);
  },
);

function OrderToasts() {
  useEventToasts(ordersStream);
  return null;
}

test("C17.4: it shows the page's toasts while it is mounted, wherever it stands, and not after", async () => {
  const page = await renderTidings(
    <>
      <OrderToasts />
      <EventToaster />
    </>,
  );
  await page.stream(greeting(), orderUpdate(2));
  expect(await screen.findByText("ORD-A7X3B2 — Preparing")).toBeDefined();
  expect(page.problems).toEqual([]);
  await page.leave();
  expect(pageToaster()).toBeUndefined();
});

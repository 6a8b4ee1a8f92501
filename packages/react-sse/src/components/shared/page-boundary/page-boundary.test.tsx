import { cleanup, fireEvent, render, within } from "@testing-library/react";
import { lazy, type ReactNode, Suspense } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PageBoundary } from "./page-boundary.tsx";

beforeEach(() => {
  // React tells of what a boundary caught.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Broken(): ReactNode {
  throw new Error("a bug of this page");
}

test("C27.2: a part that was taken away by a deployment offers to reload, and the rest of the page stays", async () => {
  const Gone = lazy(() => Promise.reject<{ default: () => null }>(new TypeError("Failed to fetch")));
  const onReload = vi.fn();
  const { container } = render(
    <>
      <nav>Navigation</nav>
      <PageBoundary onReload={onReload}>
        <Suspense fallback="Opening…">
          <Gone />
        </Suspense>
      </PageBoundary>
    </>,
  );
  const page = within(container);
  expect((await page.findByRole("alert")).textContent).toContain("This page could not be shown");
  expect(page.getByText("Navigation")).toBeDefined();
  fireEvent.click(page.getByRole("button", { name: "Reload" }));
  expect(onReload).toHaveBeenCalledOnce();
});

test("C27.2: another place is shown, and the failed one is tried anew when one comes back", () => {
  const { rerender, container } = render(
    <PageBoundary place="/a" what="The list">
      <Broken />
    </PageBoundary>,
  );
  expect(within(container).getByRole("alert").textContent).toContain("The list could not be shown");
  rerender(<PageBoundary place="/b">well</PageBoundary>);
  expect(container.textContent).toBe("well");
  rerender(
    <PageBoundary place="/a">
      <Broken />
    </PageBoundary>,
  );
  expect(within(container).getByRole("alert")).toBeDefined();
  rerender(<PageBoundary place="/a">mended</PageBoundary>);
  expect(within(container).getByRole("alert")).toBeDefined();
});

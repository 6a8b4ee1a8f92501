import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { OperationView } from "./operation-view.ts";
import { ProgressList } from "./progress-list.tsx";

afterEach(cleanup);

const running: OperationView = { id: "u", label: "holiday.jpg", status: "running", progress: 74.6, message: "Going" };

test("a bar has its name, its value and what was said last", () => {
  render(<ProgressList operations={[running]} />);
  const bar = screen.getByRole("progressbar", { name: "holiday.jpg" });
  expect(bar.getAttribute("value")).toBe("74.6");
  expect(bar.getAttribute("max")).toBe("100");
  const described = bar.getAttribute("aria-describedby");
  expect(described && document.getElementById(described)?.textContent).toBe("Going");
});

test.each([
  ["running", "75%", "info"],
  ["done", "Done", "success"],
  ["failed", "Failed at 75%", "danger"],
] as const)("%s is an icon, words and a colour", (status, words, tone) => {
  const { container } = render(<ProgressList operations={[{ ...running, status }]} />);
  const operation = container.querySelector<HTMLElement>("[data-slot=operation]");
  expect(operation?.dataset).toMatchObject({ status, tone });
  expect(operation?.querySelector("[data-slot=operation-state]")?.textContent).toBe(words);
  expect(operation?.querySelector("svg")).not.toBeNull();
});

test("one is taken off the list by its name", () => {
  const onDismiss = vi.fn();
  render(<ProgressList operations={[running]} onDismiss={onDismiss} />);
  fireEvent.click(screen.getByRole("button", { name: "Remove holiday.jpg" }));
  expect(onDismiss).toHaveBeenCalledWith("u");
});

test("focus goes to the next one's button, to the last one's, and at the end to the list", () => {
  const onDismiss = vi.fn();
  const show = (...labels: string[]) => (
    <ProgressList operations={labels.map((label) => ({ ...running, id: label, label }))} onDismiss={onDismiss} />
  );
  const press = (label: string) => fireEvent.click(screen.getByRole("button", { name: `Remove ${label}` }));
  const focused = () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent;
  const { rerender } = render(show("a", "b", "c"));
  press("b");
  rerender(show("a", "c"));
  expect(focused()).toBe("Remove c");
  press("c");
  rerender(show("a"));
  expect(focused()).toBe("Remove a");
  press("a");
  rerender(show());
  expect(focused()).toBe("Nothing in progress.");
});

test("an empty list says so, and nothing is a live region", () => {
  const { container, rerender } = render(<ProgressList operations={[]} />);
  expect(container.textContent).toBe("Nothing in progress.");
  rerender(<ProgressList operations={[running]} />);
  expect(container.querySelector("[role=status], [role=alert], [role=log], [aria-live]")).toBeNull();
});

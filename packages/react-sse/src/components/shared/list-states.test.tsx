import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Blank } from "./blank.tsx";
import { Failed } from "./failed.tsx";
import { Skeleton } from "./skeleton.tsx";

afterEach(cleanup);

test("an empty list says what to do about it", () => {
  render(<Blank slot="x" title="Nothing here" text="Write something." action={<a href="/new">Write</a>} />);
  expect(screen.getByText("Nothing here").parentElement?.dataset.slot).toBe("x");
  expect(screen.getByRole("link", { name: "Write" })).toBeDefined();
});

test("a failure says what and why, and tries again by a button that names its list", () => {
  const onRetry = vi.fn();
  render(
    <Failed
      tone="danger"
      text="It could not be loaded."
      error={new Error("It broke")}
      onRetry={onRetry}
      of="Records"
    />,
  );
  expect(screen.getByText(/could not be loaded.*It broke/)).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: /^Try again ?: Records$/ }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test("a failure that cannot be tried again has no button", () => {
  render(<Failed tone="warning" text="It could not be loaded." error={undefined} onRetry={undefined} />);
  expect(screen.getByText("It could not be loaded.")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

test("screen readers hear one line of a skeleton", () => {
  const { container } = render(
    <Skeleton slot="x" label="Loading orders…">
      <span aria-hidden="true">shape</span>
    </Skeleton>,
  );
  expect(screen.getByText("Loading orders…")).toBeDefined();
  expect(container.querySelector("[data-slot=x] > [aria-hidden=true]")).not.toBeNull();
});

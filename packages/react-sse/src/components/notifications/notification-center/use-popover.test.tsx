import { act, cleanup, render } from "@testing-library/react";
import { type ReactNode, StrictMode, version } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { usePopover } from "./use-popover.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Bell(): ReactNode {
  const { trigger, panel } = usePopover();
  return (
    <>
      <button type="button" {...trigger} />
      <div {...panel} />
    </>
  );
}

it(`names the panel for the platform and follows it, without a complaint of React ${version}`, () => {
  const complaints = vi.spyOn(console, "error");
  const { container } = render(<Bell />, { wrapper: StrictMode });
  const [button, panel] = [container.querySelector("button"), container.querySelector("div")];
  expect(button?.getAttribute("popovertarget")).toBe(panel?.id);
  expect(panel?.getAttribute("popover")).toBe("auto");

  const toggle = (newState: string) =>
    act(() => void panel?.dispatchEvent(Object.assign(new Event("toggle"), { newState })));
  toggle("open");
  expect(button?.getAttribute("aria-expanded")).toBe("true");
  toggle("closed");
  expect(button?.getAttribute("aria-expanded")).toBe("false");
  expect(complaints).not.toHaveBeenCalled();
});

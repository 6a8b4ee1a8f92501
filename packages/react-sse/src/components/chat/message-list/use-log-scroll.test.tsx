import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useLogScroll } from "./use-log-scroll.ts";

/** Pixels of an item, and of the box, which shows two and a half of them. */
const ITEM_PX = 100;
const BOX_PX = 250;

const observers = new Set<() => void>();
const disconnect = vi.fn();
let anchors: boolean;

beforeEach(() => {
  anchors = false;
  observers.clear();
  disconnect.mockReset();
  vi.stubGlobal("CSS", {
    supports: (name: string, value: string) => anchors && `${name}: ${value}` === "overflow-anchor: auto",
  });
  vi.stubGlobal(
    "ResizeObserver",
    class {
      readonly observe = vi.fn();
      readonly disconnect = disconnect;
      constructor(callback: () => void) {
        observers.add(callback);
      }
    },
  );
  // jsdom lays nothing out: items are below each other.
  vi.spyOn(HTMLElement.prototype, "offsetTop", "get").mockImplementation(function offsetTop(this: HTMLElement) {
    return [...(this.parentElement?.children ?? [])].indexOf(this) * ITEM_PX;
  });
  vi.spyOn(Element.prototype, "scrollHeight", "get").mockImplementation(function scrollHeight(this: Element) {
    return this.children.length * ITEM_PX;
  });
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(BOX_PX);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function Log({ keys, unread }: { readonly keys: readonly string[]; readonly unread?: string }): ReactNode {
  const { box, isAtEnd, onScroll, toEnd } = useLogScroll();
  return (
    <>
      <div ref={box} data-testid="box" onScroll={onScroll}>
        {keys.map((key) => (
          <p key={key} data-key={key} data-slot={key === unread ? "unread-divider" : undefined} />
        ))}
      </div>
      <button type="button" onClick={toEnd}>
        {isAtEnd ? "at the end" : "to the end"}
      </button>
    </>
  );
}

const named = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `k${from + index}`);

function show(keys: readonly string[], unread?: string) {
  const { rerender, unmount } = render(<Log keys={keys} {...(unread !== undefined && { unread })} />);
  const box = screen.getByTestId("box");
  return {
    unmount,
    next: (more: readonly string[]) => rerender(<Log keys={more} />),
    at: () => box.scrollTop,
    scroll(top: number) {
      box.scrollTop = top;
      fireEvent.scroll(box);
    },
    button: () => screen.getByRole("button"),
  };
}

it("begins at its end, and stays there while it grows", () => {
  const log = show(named(1, 10));
  expect([log.at(), log.button().textContent]).toEqual([1000, "at the end"]);
  log.scroll(750);
  log.next(named(1, 12));
  expect(log.at()).toBe(1200);
  act(() => {
    for (const resized of observers) resized();
  });
  expect(log.at()).toBe(1200);
});

it("begins a little above what is unread, and not above its beginning", () => {
  expect(show(named(1, 10), "k4").at()).toBe(252);
  cleanup();
  const log = show(named(1, 10), "k1");
  expect([log.at(), log.button().textContent]).toEqual([0, "to the end"]);
});

it.each([
  [703, "at the end", 1100],
  [702, "to the end", 702],
])("a reader at %d of 1,000, who sees 250, is %s: another message leaves the log at %d", (top, words, after) => {
  const log = show(named(1, 10));
  log.scroll(top);
  expect(log.button().textContent).toBe(words);
  log.next(named(1, 11));
  expect(log.at()).toBe(after);
});

it("a reader who scrolled up goes to the end when that is asked for, and stays there again", () => {
  const log = show(named(1, 10));
  log.scroll(300);
  fireEvent.click(log.button());
  expect([log.at(), log.button().textContent]).toEqual([1000, "at the end"]);
  log.next(named(1, 11));
  expect(log.at()).toBe(1100);
});

it.each([
  ["a browser that does not keep the place", false, 300, 600],
  ["a browser that keeps the place by itself", true, 300, 300],
  ["the same at the very start, where it does not", true, 0, 300],
  ["the same a pixel below it", true, 1, 1],
])("what the reader looks at stays where it is when older messages come before it: %s", (_what, keeps, from, to) => {
  anchors = keeps;
  const log = show(named(4, 10));
  log.scroll(from);
  log.next(named(1, 10));
  expect(log.at()).toBe(to);
});

it("C12: leaves no observer behind", () => {
  const log = show(named(1, 3));
  log.unmount();
  expect(disconnect).toHaveBeenCalledOnce();
});

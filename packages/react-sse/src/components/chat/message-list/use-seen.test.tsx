import { cleanup, render } from "@testing-library/react";
import { type ReactNode, useRef } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useSeen } from "./use-seen.ts";

/** An observer whose box is scrolled by the test. */
class FakeObserver {
  static readonly all: FakeObserver[] = [];
  readonly observed = new Set<Element>();
  isConnected = true;
  readonly #callback: IntersectionObserverCallback;
  readonly options: IntersectionObserverInit | undefined;

  constructor(callback: IntersectionObserverCallback, options?: IntersectionObserverInit) {
    this.#callback = callback;
    this.options = options;
    FakeObserver.all.push(this);
  }

  observe(element: Element): void {
    this.observed.add(element);
  }

  unobserve(element: Element): void {
    this.observed.delete(element);
  }

  disconnect(): void {
    this.isConnected = false;
    this.observed.clear();
  }

  show(element: Element, isIntersecting: boolean): void {
    if (!this.observed.has(element)) return;
    Reflect.apply(this.#callback, undefined, [[{ target: element, isIntersecting }]]);
  }
}

let visibility: DocumentVisibilityState;
const seen = vi.fn();

beforeEach(() => {
  FakeObserver.all.length = 0;
  seen.mockReset();
  visibility = "visible";
  vi.stubGlobal("IntersectionObserver", FakeObserver);
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function List({
  ids,
  onSeen = seen,
}: {
  readonly ids: readonly string[];
  readonly onSeen?: (id: string) => void;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useSeen(box, onSeen);
  return (
    <div ref={box}>
      {ids.map((id) => (
        <p key={id} data-unread={id} />
      ))}
      <p>read</p>
    </div>
  );
}

function show(ids: readonly string[]) {
  const page = render(<List ids={ids} />);
  const [observer = expect.unreachable()] = FakeObserver.all;
  const foot = (id: string) => page.container.querySelector(`[data-unread="${id}"]`) ?? expect.unreachable();
  return { ...page, observer, foot };
}

it("reports a message once its foot is half in view, and looks at it no more", () => {
  const { container, observer, foot } = show(["a", "b"]);
  expect(observer.options).toEqual({ root: container.firstChild, threshold: 0.5 });
  expect([...observer.observed]).toEqual([foot("a"), foot("b")]);
  observer.show(foot("a"), true);
  expect(seen.mock.calls).toEqual([["a"]]);
  expect([...observer.observed]).toEqual([foot("b")]);
  observer.show(foot("b"), false);
  expect(seen).toHaveBeenCalledTimes(1);
});

it("nothing is seen on a hidden page, until it shows; what was scrolled away meanwhile was not", () => {
  const { observer, foot } = show(["a", "b"]);
  visibility = "hidden";
  observer.show(foot("a"), true);
  observer.show(foot("b"), true);
  observer.show(foot("b"), false);
  expect(seen).not.toHaveBeenCalled();
  visibility = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  expect(seen.mock.calls).toEqual([["a"]]);
});

it("messages that come later are looked at as well, by the newest listener", () => {
  const { observer, foot, rerender } = show(["a"]);
  const newer = vi.fn();
  rerender(<List ids={["a", "b"]} onSeen={newer} />);
  expect([...observer.observed]).toEqual([foot("a"), foot("b")]);
  observer.show(foot("b"), true);
  expect([seen.mock.calls, newer.mock.calls]).toEqual([[], [["b"]]]);
});

it("C12: leaves nothing behind", () => {
  const removed = vi.spyOn(document, "removeEventListener");
  const { observer, unmount } = show(["a"]);
  unmount();
  expect(observer.isConnected).toBe(false);
  expect(removed).toHaveBeenCalledWith("visibilitychange", expect.any(Function));
});

function Boxless(): ReactNode {
  useSeen(useRef<HTMLDivElement>(null), seen);
  return null;
}

it("without a box nothing is observed, and nothing breaks", () => {
  const { rerender, unmount } = render(<Boxless />);
  rerender(<Boxless />);
  expect(FakeObserver.all.flatMap(({ observed }) => [...observed])).toEqual([]);
  unmount();
});

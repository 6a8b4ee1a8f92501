import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFrameQueue } from "./frame-queue.ts";
import { createHost } from "./host.ts";

describe("C15: frames", () => {
  const page = { visibilityState: "visible" };
  let frames: (() => void)[] = [];
  const paint = () => {
    const due = frames;
    frames = [];
    for (const frame of due) frame();
  };
  const createQueue = () => createFrameQueue(createHost().setTimer);

  beforeEach(() => {
    vi.useFakeTimers();
    page.visibilityState = "visible";
    frames = [];
    vi.stubGlobal("document", page);
    vi.stubGlobal("requestAnimationFrame", (callback: () => void) => frames.push(callback));
    vi.stubGlobal("cancelAnimationFrame", (handle: number) => {
      if (frames[handle - 1] !== undefined) frames[handle - 1] = () => {};
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("runs all callbacks of a frame in one, each once, and leaves no timer", () => {
    const schedule = createQueue();
    const log: string[] = [];
    schedule(() => {
      log.push("a");
      schedule(() => log.push("next frame"));
    });
    schedule(() => log.push("b"));
    expect(frames).toHaveLength(1);
    paint();
    expect(log).toEqual(["a", "b"]);
    vi.advanceTimersByTime(1_000);
    expect(log).toEqual(["a", "b", "next frame"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("C14.1: the last of a frame that another one cancels does not run, and is no error", () => {
    const reported = vi.fn();
    const schedule = createFrameQueue(createHost().setTimer, reported);
    const called = vi.fn();
    schedule(() => cancel());
    const cancel = schedule(called);
    paint();
    cancel();
    expect(called).not.toHaveBeenCalled();
    expect(reported).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    schedule(called);
    paint();
    expect(called).toHaveBeenCalledOnce();
  });

  it("does not wait for a frame that a hidden page never paints", () => {
    const called = vi.fn();
    const schedule = createQueue();
    schedule(called);
    vi.advanceTimersByTime(250);
    expect(called).toHaveBeenCalledTimes(1);
    page.visibilityState = "hidden";
    schedule(called);
    expect(frames).toHaveLength(1);
    vi.advanceTimersByTime(0);
    expect(called).toHaveBeenCalledTimes(2);
  });

  it("cancels one callback without the others, and the frame with the last", () => {
    const [one, two] = [vi.fn(), vi.fn()];
    const schedule = createQueue();
    const cancelOne = schedule(one);
    const cancelTwo = schedule(two);
    cancelOne();
    cancelOne();
    paint();
    expect([one, two].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
    cancelTwo();
    schedule(one)();
    expect(vi.getTimerCount()).toBe(0);
    paint();
    expect(one).not.toHaveBeenCalled();
  });

  it("does without frames, as in Node", () => {
    vi.stubGlobal("requestAnimationFrame", undefined);
    const called = vi.fn();
    createQueue()(called);
    vi.advanceTimersByTime(0);
    expect(called).toHaveBeenCalledTimes(1);
  });

  it("C14.1: a callback that throws is reported and does not take the frame from the others", () => {
    const reported: unknown[] = [];
    const schedule = createFrameQueue(createHost().setTimer, (error) => reported.push(error));
    const log: string[] = [];
    const bug = new Error("a bug");
    schedule(() => {
      throw bug;
    });
    schedule(() => log.push("the other store"));
    paint();
    expect(log).toEqual(["the other store"]);
    expect(reported).toEqual([bug]);
    schedule(() => log.push("next frame"));
    paint();
    expect(log).toEqual(["the other store", "next frame"]);
  });

  it("C12.2: a callback that another cancels in their frame does not run", () => {
    const schedule = createQueue();
    const log: string[] = [];
    schedule(() => cancel());
    const cancel = schedule(() => log.push("closed"));
    paint();
    expect(log).toEqual([]);
  });

  it("C14.3: a host's own reportError hears of it", () => {
    const reported: unknown[] = [];
    const bug = new Error("a bug");
    createHost({ reportError: (error) => reported.push(error) }).schedule(() => {
      throw bug;
    });
    paint();
    expect(reported).toEqual([bug]);
  });
});

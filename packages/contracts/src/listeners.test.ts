import { afterEach, describe, expect, it, vi } from "vitest";
import { createListeners, isolate, reportUncaught } from "./listeners.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function setUp() {
  const reported: unknown[][] = [];
  const listeners = createListeners<[string]>((...report) => reported.push(report));
  const heard: string[] = [];
  return { listeners, reported, heard };
}

describe("C14: listeners", () => {
  it("C14.1: one that throws is reported with what it was called with, and the others are served", () => {
    const { listeners, reported, heard } = setUp();
    const bug = new Error("a bug of the application");
    listeners.add((word) => heard.push(`first ${word}`));
    listeners.add(() => {
      throw bug;
    });
    listeners.add((word) => heard.push(`last ${word}`));
    listeners.notify("news");
    expect(heard).toEqual(["first news", "last news"]);
    expect(reported).toEqual([[bug, ["news"]]]);
  });

  it("C14.1: one removed by another is not called any more, in the same round", () => {
    const { listeners, heard } = setUp();
    listeners.add(() => leave());
    const leave = listeners.add((word) => heard.push(word));
    listeners.notify("news");
    expect(heard).toEqual([]);
    expect(listeners.size).toBe(1);
  });

  it("C14.1: cleared by a listener, nobody after it is called", () => {
    const { listeners, heard } = setUp();
    listeners.add(() => listeners.clear());
    listeners.add((word) => heard.push(word));
    listeners.notify("news");
    expect(heard).toEqual([]);
    expect(listeners.size).toBe(0);
  });

  it("C14.1: one added by another is called from the next time on", () => {
    const { listeners, heard } = setUp();
    let added = false;
    listeners.add(() => {
      if (!added) listeners.add((word) => heard.push(word));
      added = true;
    });
    listeners.notify("one");
    expect(heard).toEqual([]);
    listeners.notify("two");
    expect(heard).toEqual(["two"]);
  });

  it("C14.1: the same function added twice is called twice, and each is removed by itself and once", () => {
    const { listeners, heard } = setUp();
    const listener = (word: string) => heard.push(word);
    const leave = listeners.add(listener);
    listeners.add(listener);
    listeners.notify("both");
    leave();
    leave();
    listeners.notify("one");
    expect(heard).toEqual(["both", "both", "one"]);
  });

  it("C14.3: a report that throws is told to the host, and starves nobody", () => {
    const uncaught = vi.fn();
    vi.stubGlobal("reportError", uncaught);
    const broken = new Error("the reporter is broken too");
    const listeners = createListeners(() => {
      throw broken;
    });
    const other = vi.fn();
    listeners.add(() => {
      throw new Error("a bug");
    });
    listeners.add(other);
    listeners.notify();
    expect(other).toHaveBeenCalledOnce();
    expect(uncaught.mock.calls).toEqual([[broken]]);
  });

  it("C14.3: without a report of one's own the host is told", () => {
    const uncaught = vi.fn();
    vi.stubGlobal("reportError", uncaught);
    const bug = new Error("a bug");
    const listeners = createListeners();
    listeners.add(() => {
      throw bug;
    });
    listeners.notify();
    isolate(() => {
      throw bug;
    });
    expect(uncaught.mock.calls).toEqual([[bug], [bug]]);
  });

  it("C14.3: a host without reportError, as Node, has it on the console", () => {
    vi.stubGlobal("reportError", undefined);
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    const bug = new Error("a bug");
    reportUncaught(bug);
    expect(written.mock.calls).toEqual([[bug]]);
  });
});

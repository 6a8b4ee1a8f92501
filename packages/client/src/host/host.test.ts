import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHost, type HostSignal } from "./host.ts";

/** As much of a page as the host touches. */
class FakePage extends EventTarget {
  visibilityState = "visible";
}

function transition(type: string, persisted: boolean): Event {
  return Object.assign(new Event(type), { persisted });
}

describe("createHost", () => {
  const page = new FakePage();
  const window = new EventTarget();

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("document", page);
    vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
    vi.stubGlobal("removeEventListener", window.removeEventListener.bind(window));
    page.visibilityState = "visible";
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("C31.3: warns on the console, but not in production", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    try {
      createHost().warn("an event was dropped");
      vi.stubEnv("NODE_ENV", "production");
      createHost().warn("another");
      expect(warn.mock.calls).toEqual([["[tidings] an event was dropped"]]);
    } finally {
      vi.unstubAllEnvs();
      warn.mockRestore();
    }
  });

  it("C8.1: clamps timers to what a timer can hold", () => {
    const called = vi.fn();
    const host = createHost();
    host.setTimer(called, Number.POSITIVE_INFINITY);
    host.setTimer(called, 2 ** 40)();
    vi.advanceTimersByTime(60_000);
    expect(called).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(1);
  });

  it("C8.4: tells of network, visibility and the back/forward cache, and stops", () => {
    const signals: HostSignal[] = [];
    const stop = createHost().onSignal((signal) => signals.push(signal));
    const everything = () => {
      window.dispatchEvent(new Event("offline"));
      window.dispatchEvent(new Event("online"));
      window.dispatchEvent(transition("pagehide", false));
      window.dispatchEvent(transition("pagehide", true));
      window.dispatchEvent(transition("pageshow", true));
      window.dispatchEvent(transition("pageshow", false));
      page.visibilityState = "hidden";
      page.dispatchEvent(new Event("visibilitychange"));
      page.visibilityState = "visible";
      page.dispatchEvent(new Event("visibilitychange"));
    };
    everything();
    expect(signals).toEqual(["offline", "online", "freeze", "restore", "visible", "visible"]);
    stop();
    everything();
    expect(signals).toHaveLength(6);
  });

  it("looks fetch up when it is called, for whatever patches it later", async () => {
    const host = createHost();
    const patched = vi.fn(async () => new Response("patched"));
    vi.stubGlobal("fetch", patched);
    expect(await (await host.fetch("/x", {})).text()).toBe("patched");
  });

  it("does without a page, as in Node", () => {
    vi.unstubAllGlobals();
    const host = createHost();
    expect(host.isOnline()).toBe(true);
    expect(host.random()).toBeLessThan(1);
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    host.reportError("nobody listens");
    expect(written.mock.calls).toEqual([["nobody listens"]]);
    written.mockRestore();
    host.onSignal(() => {})();
    const called = vi.fn();
    host.schedule(called);
    vi.advanceTimersByTime(0);
    expect(called).toHaveBeenCalledTimes(1);
  });
});

import { describe, expect, it } from "vitest";
import { createFakeHost } from "../testing/fake-host.ts";
import { createWatchdog } from "./watchdog.ts";

function setUp() {
  const host = createFakeHost(() => new Promise(() => {}));
  let silences = 0;
  const watchdog = createWatchdog(host, () => {
    silences += 1;
  });
  return { host, watchdog, silences: () => silences };
}

describe("C7: watchdog", () => {
  it("calls back once after the limit without a byte", async () => {
    const { host, watchdog, silences } = setUp();
    watchdog.watch(100);
    await host.advance(99);
    expect(silences()).toBe(0);
    await host.advance(1_000);
    expect(silences()).toBe(1);
    expect(host.pending.timers).toBe(0);
  });

  it("counts from the last byte, with one timer", async () => {
    const { host, watchdog, silences } = setUp();
    watchdog.watch(100);
    for (let turn = 0; turn < 10; turn += 1) {
      await host.advance(90);
      watchdog.feed();
      expect(host.pending.timers).toBe(1);
    }
    expect(silences()).toBe(0);
    await host.advance(100);
    expect(silences()).toBe(1);
  });

  it("C8.2: believes the clock, not the timer, after sleep", () => {
    const { host, watchdog, silences } = setUp();
    watchdog.watch(100);
    host.sleep(99);
    expect(watchdog.check()).toBe(false);
    host.sleep(1);
    expect(watchdog.check()).toBe(true);
    expect(watchdog.check()).toBe(false);
    expect(silences()).toBe(1);
  });

  it("never calls back at Infinity, nor after stop", async () => {
    const { host, watchdog, silences } = setUp();
    watchdog.watch(Number.POSITIVE_INFINITY);
    expect(host.pending.timers).toBe(0);
    watchdog.watch(100);
    watchdog.stop();
    await host.advance(1_000);
    expect(watchdog.check()).toBe(false);
    expect(silences()).toBe(0);
  });
});

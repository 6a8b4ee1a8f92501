import { createFakeHost } from "@tidings/client/testing";
import { describe, expect, it } from "vitest";
import type { EventToast } from "./toast-adapter.ts";
import { createToastPacer, inEnglish } from "./toast-pacer.ts";

function toast(message: string): EventToast {
  return { message, tone: "info", announce: "polite", event: "x", count: 1 };
}

function setUp() {
  const host = createFakeHost(() => new Promise(() => {}));
  const shown: string[] = [];
  const pacer = createToastPacer(
    host,
    ({ message, count }) => shown.push(count === 1 ? message : `${count}: ${message}`),
    inEnglish,
  );
  const push = (from: number, to: number, replayed = false) => {
    for (let index = from; index <= to; index += 1) pacer.push(toast(`t${index}`), replayed);
  };
  return { host, shown, pacer, push };
}

describe("C17: toasts", () => {
  it("C17.1: shows three in two seconds and sums the rest up", async () => {
    const { host, shown, push } = setUp();
    push(1, 40);
    expect(shown).toEqual(["t1", "t2", "t3"]);
    await host.advance(2_000);
    expect(shown.slice(3)).toEqual(["37: 37 more updates. Latest: t40"]);
    push(41, 42);
    await host.advance(2_000);
    expect(shown.slice(4)).toEqual(["t41", "t42"]);
    expect(host.pending.timers).toBe(0);
  });

  it("a single one too many is shown as it is", async () => {
    const { host, shown, push } = setUp();
    push(1, 4);
    await host.advance(2_000);
    expect(shown).toEqual(["t1", "t2", "t3", "t4"]);
  });

  it("C17.1: shows what was missed as one, when the replay is over", async () => {
    const { host, shown, push } = setUp();
    push(1, 3, true);
    await host.advance(399);
    push(4, 5, true);
    push(6, 6);
    expect(shown).toEqual(["t6"]);
    await host.advance(400);
    expect(shown.slice(1)).toEqual(["5: 5 updates while you were away. Latest: t5"]);
    push(7, 7, true);
    await host.advance(400);
    expect(shown.at(-1)).toBe("t7");
  });

  it("C17.2, C12.1: when stopped it shows what waits, once, and leaves no timer", async () => {
    const { host, shown, pacer, push } = setUp();
    push(1, 9);
    push(21, 29, true);
    pacer.stop();
    expect(shown.slice(3)).toEqual(["9: 9 updates while you were away. Latest: t29", "6: 6 more updates. Latest: t9"]);
    expect(host.pending.timers).toBe(0);
    pacer.stop();
    await host.advance(10_000);
    expect(shown).toHaveLength(5);
  });

  it("C17.2: stopped with nothing waiting, it shows nothing", () => {
    const { shown, pacer, push } = setUp();
    push(1, 3);
    pacer.stop();
    expect(shown).toEqual(["t1", "t2", "t3"]);
  });
});

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createUpkeep } from "./upkeep.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const connect = vi.fn();
  const lost = vi.fn();
  const upkeep = createUpkeep(connect, lost);
  const connection = () => {
    const questions: PromiseWithResolvers<unknown>[] = [];
    const ask = vi.fn(() => {
      const question = Promise.withResolvers<unknown>();
      questions.push(question);
      return question.promise;
    });
    return { ask, giveUp: vi.fn(), questions };
  };
  return { connect, lost, upkeep, connection };
}

it("connects again after 50 ms, twice as long after each failure, at most 5 s, and anew after one that was ready", async () => {
  const { connect, lost, upkeep } = setUp();
  for (const ms of [50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]) {
    upkeep.down("no");
    connect.mockClear();
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(connect).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(connect).toHaveBeenCalledOnce();
  }
  expect(lost).toHaveBeenCalledTimes(9);
  upkeep.ready();
  upkeep.down("no");
  connect.mockClear();
  await vi.advanceTimersByTimeAsync(50);
  expect(connect).toHaveBeenCalledOnce();
  upkeep.close();
});

it("gives up a connection that is silent, or answers with an error, and keeps one that answers", async () => {
  const { upkeep, connection } = setUp();
  const [answering, failing, silent] = [connection(), connection(), connection()];
  upkeep.watch(answering);
  for (const at of [0, 1, 2]) {
    await vi.advanceTimersByTimeAsync(5_000);
    answering.questions[at]?.resolve("yes");
  }
  await vi.advanceTimersByTimeAsync(4_999);
  expect([answering.ask.mock.calls.length, answering.giveUp.mock.calls.length]).toEqual([3, 0]);
  upkeep.watch(failing);
  await vi.advanceTimersByTimeAsync(5_000);
  failing.questions[0]?.reject("broken");
  await vi.advanceTimersByTimeAsync(0);
  expect(failing.giveUp).toHaveBeenCalledExactlyOnceWith("broken");
  upkeep.watch(silent);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(silent.giveUp).toHaveBeenCalledOnce();
  upkeep.close();
});

it("what is heard late of an earlier connection says nothing of the next", async () => {
  const { upkeep, connection } = setUp();
  const [earlier, next] = [connection(), connection()];
  upkeep.watch(earlier);
  await vi.advanceTimersByTimeAsync(5_000);
  upkeep.down("lost");
  upkeep.watch(next);
  await vi.advanceTimersByTimeAsync(5_000);
  earlier.questions[0]?.reject("lost");
  await vi.advanceTimersByTimeAsync(0);
  expect(next.giveUp).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5_001);
  expect(next.giveUp).toHaveBeenCalledOnce();
  upkeep.close();
});

it("closed, it connects no more, tells nobody and leaves no timer", () => {
  const { lost, upkeep } = setUp();
  upkeep.down("no");
  upkeep.close();
  upkeep.down("no");
  expect(upkeep.isClosed).toBe(true);
  expect(lost).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

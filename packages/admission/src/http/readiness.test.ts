import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { createReadiness, type Fault } from "./readiness.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("S19.3: asks its checks by itself, tells of each fault once, and looks no more when it is closed", async () => {
  vi.useFakeTimers();
  const changes: (string | undefined)[] = [];
  let fault: Fault | undefined;
  const check = vi.fn(() => fault);
  const readiness = createReadiness({
    checks: [check, async () => undefined],
    onChange: (one) => changes.push(one?.reason),
    intervalMs: 1000,
  });
  await vi.advanceTimersByTimeAsync(2000);
  expect(changes).toEqual([]);
  for (const next of [{ reason: "a" }, { reason: "b" }, undefined]) {
    fault = next;
    await vi.advanceTimersByTimeAsync(3000);
  }
  check.mockImplementation(() => {
    throw new Error("SQLITE_IOERR: /secret/path");
  });
  await vi.advanceTimersByTimeAsync(3000);
  expect(changes).toEqual(["a", "b", undefined, "The database does not answer"]);
  const asked = check.mock.calls.length;
  readiness.close();
  await vi.advanceTimersByTimeAsync(5000);
  expect(check).toHaveBeenCalledTimes(asked);
  expect(vi.getTimerCount()).toBe(0);
});

const asked = (checks: Parameters<typeof createReadiness>[0]["checks"], onChange = () => {}) => {
  const readiness = createReadiness({ checks, onChange, intervalMs: Number.POSITIVE_INFINITY });
  onTestFinished(() => readiness.close());
  return readiness;
};

it("S19.3: answers that it is ready, the first fault that its checks find, and after drain() that it is going down", async () => {
  let fault: Fault | undefined;
  const second = vi.fn(() => ({ reason: "second" }) as Fault | undefined);
  const readiness = asked([() => fault, second]);
  await expect(readiness.answer()).rejects.toMatchObject({ code: "unavailable", lines: ["second"], retryAfter: 5 });
  fault = { reason: "first" };
  await expect(readiness.answer()).rejects.toMatchObject({ lines: ["first"] });
  expect(second).toHaveBeenCalledOnce();
  fault = undefined;
  second.mockReturnValue(undefined);
  expect(await readiness.answer()).toEqual({ success: true, data: { status: "ready" } });
  readiness.drain();
  await expect(readiness.answer()).rejects.toMatchObject({
    status: 503,
    lines: ["The server is going down; ask another"],
    retryAfter: 5,
  });
});

it("S19.3: those who ask at once share one look; what a check throws is told with its words, and answered without them", async () => {
  const check = vi.fn(async (): Promise<undefined> => {
    throw new Error("SQLITE_IOERR");
  });
  const told: unknown[] = [];
  const readiness = asked([check], (...args) => void told.push(...args));
  const both = await Promise.allSettled([readiness.answer(), readiness.answer()]);
  expect(check).toHaveBeenCalledOnce();
  for (const one of both) expect(one).toMatchObject({ reason: { lines: ["The database does not answer"] } });
  expect(told).toEqual([{ reason: "The database does not answer", detail: "SQLITE_IOERR" }]);
  check.mockRejectedValue("gone");
  await expect(readiness.answer()).rejects.toThrow();
  expect(check).toHaveBeenCalledTimes(2);
  expect(told).toHaveLength(1);
});

it("S19.3: a fault that stopping causes is told to nobody, and one that is over is told of", async () => {
  const told: unknown[] = [];
  let fault: Fault | undefined = { reason: "a" };
  const done = Promise.withResolvers<void>();
  const readiness = asked(
    [() => fault, () => done.promise.then(() => undefined)],
    (...args) => void told.push(...args),
  );
  await expect(readiness.answer()).rejects.toThrow("a");
  fault = undefined;
  const answer = readiness.answer();
  readiness.drain();
  done.resolve();
  await answer;
  expect(told).toEqual([{ reason: "a" }]);
});

it("D28.2: looks every 2 s unless it is told otherwise, from 1 ms to what a timer holds, or never", async () => {
  vi.useFakeTimers();
  const check = vi.fn(() => undefined);
  const usual = createReadiness({ checks: [check], onChange() {} });
  await vi.advanceTimersByTimeAsync(1999);
  expect(check).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(check).toHaveBeenCalledOnce();
  usual.close();
  for (const intervalMs of [1, 2 ** 31 - 1]) createReadiness({ checks: [], onChange() {}, intervalMs }).close();
  createReadiness({ checks: [], onChange() {}, intervalMs: Number.POSITIVE_INFINITY });
  expect(vi.getTimerCount()).toBe(0);
  for (const intervalMs of [0, 0.5, 2 ** 31]) {
    expect(() => createReadiness({ checks: [], onChange() {}, intervalMs })).toThrow("createReadiness' intervalMs");
  }
});

import { afterEach, expect, it, vi } from "vitest";
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

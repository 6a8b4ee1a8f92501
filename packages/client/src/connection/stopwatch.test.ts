import { expect, it } from "vitest";
import { createFakeHost } from "../testing/fake-host.ts";
import { createStopwatch } from "./stopwatch.ts";

it("C8.3: measures whatever the clock on the wall is set to, and while the machine sleeps", async () => {
  const host = createFakeHost(() => new Promise(() => {}));
  const stopwatch = createStopwatch(host);
  await host.advance(500);
  expect(stopwatch.elapsed).toBe(500);
  host.setClock(-3_600_000);
  expect(stopwatch.elapsed).toBe(500);
  await host.advance(100);
  expect(stopwatch.elapsed).toBe(600);
  stopwatch.start();
  expect(stopwatch.elapsed).toBe(0);
  host.sleep(2_000);
  expect(stopwatch.elapsed).toBe(2_000);
});

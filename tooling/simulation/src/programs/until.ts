import { setTimeout as wait } from "node:timers/promises";

/** Looks every 250 ms until it holds; false when it does not within `patienceMs`. */
export async function until(patienceMs: number, holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    if (await holds()) return true;
    if (Date.now() > deadline) return false;
    await wait(250);
  }
}

import { expect, test } from "vitest";
import { createManualClock } from "./manual-clock.ts";

test("advance() runs what falls due in order of time, at its time, and what that schedules too", () => {
  const clock = createManualClock(1000);
  const ran: string[] = [];
  const note = (name: string) => () => void ran.push(`${name}@${clock.now()}`);
  clock.schedule(note("late"), 20);
  clock.schedule(() => {
    note("early")();
    clock.schedule(note("nested"), 5);
  }, 10);
  clock.schedule(note("after"), 31);
  clock.advance(30);
  expect(ran).toEqual(["early@1010", "nested@1015", "late@1020"]);
  expect(clock.now()).toBe(1030);
  expect(clock.pending).toBe(1);
});

test("what was called off never runs", () => {
  const clock = createManualClock();
  const cancel = clock.schedule(() => expect.unreachable(), 1);
  cancel();
  cancel();
  clock.advance(10);
  expect(clock.pending).toBe(0);
});

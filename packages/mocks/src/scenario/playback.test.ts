import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createMockServer, type MockServer } from "../server/mock-server.ts";
import { play } from "./playback.ts";
import { defineScenario, repeat } from "./scenario.ts";

let clock: ManualClock;
let server: MockServer;
let ran: string[];

beforeEach(() => {
  clock = createManualClock();
  server = createMockServer({ clock });
  ran = [];
});

afterEach(() => {
  server.close();
  expect(clock.pending, "timers left after stop").toBe(0);
});

const scenario = defineScenario(ordersStream, "Three steps", (after) => [
  ["first", "second", "third"].map((label) => after(100).run(label, () => void ran.push(label))),
]);

test("steps run in order, each after its own wait", () => {
  const playback = play(server, scenario);
  clock.advance(99);
  expect(ran).toEqual([]);
  clock.advance(101);
  expect(ran).toEqual(["first", "second"]);
  expect(playback.getSnapshot()).toEqual({
    scenario: "Three steps",
    status: "playing",
    done: 2,
    total: 3,
    next: "third",
  });
  clock.advance(100);
  expect(playback.getSnapshot()).toMatchObject({ status: "done", done: 3, next: undefined });
});

test("twice the speed is half the wait; endless speed is none", () => {
  play(server, scenario, { speed: 2 });
  clock.advance(150);
  expect(ran).toEqual(["first", "second", "third"]);
  play(server, scenario, { speed: Number.POSITIVE_INFINITY, loop: true });
  clock.advance(0);
  expect(ran).toHaveLength(6);
});

test("a loop begins anew, but one without any wait does not spin", () => {
  play(server, scenario, { loop: true });
  clock.advance(1000);
  expect(ran).toHaveLength(10);
  const instant = defineScenario(ordersStream, "", (after) => [after(0).run("now", () => void ran.push("now"))]);
  const playback = play(server, instant, { loop: true });
  clock.advance(0);
  expect(playback.getSnapshot().status).toBe("done");
});

test("paused, nothing happens but what step() asks for; resumed, the next wait begins anew", () => {
  const playback = play(server, scenario);
  clock.advance(90);
  playback.pause();
  clock.advance(1000);
  expect(ran).toEqual([]);
  playback.step();
  expect(ran).toEqual(["first"]);
  expect(playback.getSnapshot().status).toBe("paused");
  playback.resume();
  clock.advance(99);
  expect(ran).toEqual(["first"]);
  clock.advance(1);
  expect(ran).toEqual(["first", "second"]);
});

test("close() is final and tells listeners", () => {
  const playback = play(server, scenario);
  const states: string[] = [];
  playback.subscribe(() => states.push(playback.getSnapshot().status));
  playback.close();
  playback.close();
  playback.resume();
  playback.step();
  clock.advance(1000);
  expect(ran).toEqual([]);
  expect(states).toEqual(["stopped"]);
  expect(clock.pending).toBe(0);
});

test("a stopped server stops its playbacks, even from within a step", () => {
  const suicide = defineScenario(ordersStream, "", (after) => [after(1).run("stop", () => server.close())]);
  const playback = play(server, suicide);
  clock.advance(1);
  expect(playback.getSnapshot().status).toBe("stopped");
  expect(play(server, scenario).getSnapshot().status).toBe("stopped");
});

test("each kind of step does to the server what it says", () => {
  const data = { order_id: "o", order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 1 } as const;
  const all = defineScenario(ordersStream, "Everything", (after) => [
    repeat(2, (round) => [after(1).send({ event: "order_status_update", data: { ...data, revision: round } })]),
    after(1).send({ event: "order_status_update", data }, "someone"),
    after(1).offline(),
    after(1).online(),
    after(1).refuse(503, { retryAfter: 2, times: 3 }),
    after(1).drop(),
    after(1).silence(),
    after(1).gap(),
  ]);
  expect(all.steps.map((step) => step.label)).toEqual([
    "Send order_status_update",
    "Send order_status_update",
    "Send order_status_update",
    "Go offline",
    "Back to normal",
    "Refuse with 503",
    "Cut the connection",
    "Go silent",
    "Clear the log",
  ]);
  const epoch = server.head().split(":")[0];
  play(server, all);
  clock.advance(3);
  expect(server.head()).toBe(`${epoch}:3`);
  clock.advance(1);
  expect(server.getSnapshot().network.kind).toBe("offline");
  clock.advance(1);
  expect(server.getSnapshot().network.kind).toBe("up");
  clock.advance(1);
  expect(server.getSnapshot().network).toMatchObject({ kind: "refusing", status: 503, retryAfter: 2, times: 3 });
  clock.advance(3);
  expect(server.head()).not.toContain(`${epoch}:`);
});

test("C14.2: a listener that throws is reported, and neither the playback nor the server stops for it", () => {
  const reported = vi.fn();
  vi.stubGlobal("reportError", reported);
  const bug = new Error("a bug of a control panel");
  const fail = () => {
    throw bug;
  };
  const heard: string[] = [];
  const playback = play(server, scenario);
  playback.subscribe(fail);
  playback.subscribe(() => heard.push(playback.getSnapshot().status));
  server.subscribe(fail);
  server.setLatency(1);
  clock.advance(300);
  expect(ran).toEqual(["first", "second", "third"]);
  expect(heard).toEqual(["playing", "playing", "done"]);
  expect(reported.mock.calls).toEqual([[bug], [bug], [bug], [bug]]);
  vi.unstubAllGlobals();
});

test("a scenario without steps is done, and one that is over lets go of its server", () => {
  expect(play(server, { name: "nothing", steps: [] }).getSnapshot()).toEqual({
    scenario: "nothing",
    status: "done",
    done: 0,
    total: 0,
    next: undefined,
  });
  const added = vi.spyOn(server.signal, "addEventListener");
  const removed = vi.spyOn(server.signal, "removeEventListener");
  play(server, scenario);
  clock.advance(300);
  expect(added).toHaveBeenCalledOnce();
  expect(removed.mock.calls).toEqual(added.mock.calls);
});

test("a loop goes round, says how far it is, and tells its listeners of each step, pause and resumption", () => {
  const playback = play(server, scenario, { loop: true });
  const seen: unknown[] = [];
  playback.subscribe(() => {
    const { status, done, next } = playback.getSnapshot();
    seen.push([status, done, next]);
  });
  clock.advance(300);
  playback.pause();
  playback.pause();
  playback.resume();
  playback.resume();
  expect(seen).toEqual([
    ["playing", 1, "second"],
    ["playing", 2, "third"],
    ["playing", 0, "first"],
    ["paused", 0, "first"],
    ["playing", 0, "first"],
  ]);
  const before = playback.getSnapshot();
  expect(playback.getSnapshot()).toBe(before);
  using disposed = playback;
  expect(disposed.getSnapshot().status).toBe("playing");
});

test("one step that waits is enough for a loop", () => {
  const mixed = defineScenario(ordersStream, "", (after) => [
    after(0).run("now", () => void ran.push("now")),
    after(10).run("later", () => void ran.push("later")),
  ]);
  play(server, mixed, { loop: true });
  clock.advance(20);
  expect(ran).toEqual(["now", "later", "now", "later", "now"]);
});

import { ordersStream } from "@tidings/contracts/orders";
import { expect, it, vi } from "vitest";
import { createFakeHost } from "../testing/fake-host.ts";
import { createFollower } from "./follower.ts";
import { createLatestStates } from "./latest-states.ts";
import type { TabMessage, TabState } from "./message.ts";
import { createRecentFrames } from "./recent-frames.ts";

const standing = (state: TabState["state"]): TabState => ({ state, attempt: 0, retryAt: undefined, error: undefined });
const greeting = { type: "connected", data: "{}", lastEventId: "e:1" };

function setUp() {
  const host = createFakeHost(() => new Promise(() => {}));
  const posted: TabMessage[] = [];
  const heard: string[] = [];
  const follower = createFollower({
    id: "me",
    definition: ordersStream,
    from: "e:1",
    host,
    reloads: false,
    recent: createRecentFrames(),
    states: createLatestStates(ordersStream, host),
    post: (message) => posted.push(message),
    onChange: ({ state }) => heard.push(state),
    onEvent: ({ type, lastEventId }) => heard.push(`${type} ${lastEventId}`),
    onSilence: () => heard.push("silence"),
    onDeclined: () => heard.push("declined"),
  });
  follower.begin();
  const tell = (state: TabState["state"], number: number) =>
    follower.onMessage({ kind: "state", leader: "leader", number, state: standing(state) });
  const frame = (number: number, lastEventId: string) =>
    follower.onMessage({
      kind: "frame",
      leader: "leader",
      number,
      event: { type: "order_status_update", data: "{}", lastEventId },
    });
  const welcome = (next: number, after = "e:1") =>
    follower.onMessage({
      kind: "welcome",
      leader: "leader",
      to: "me",
      after,
      next,
      state: standing("open"),
      greeting,
      frames: [],
    });
  return {
    follower,
    host,
    posted,
    heard,
    tell,
    frame,
    welcome,
    joins: () => posted.filter(({ kind }) => kind === "join"),
  };
}

it("C19: asks once, and waits for its welcome whatever the leader tells all tabs meanwhile", () => {
  const { joins, tell, frame, heard } = setUp();
  expect(joins()).toEqual([{ kind: "join", tab: "me", after: "e:1", reloads: false }]);
  tell("connecting", 3);
  tell("open", 4);
  frame(5, "e:2");
  expect(joins()).toHaveLength(1);
  expect(heard).toEqual(["connecting", "connecting"]);
});

it("C19: welcomed, it hears what the leader brings, and asks again where something of it is missing", () => {
  const { joins, welcome, frame, heard } = setUp();
  welcome(7);
  frame(7, "e:2");
  expect(heard).toEqual(["connecting", "open", "connected e:1", "order_status_update e:2"]);
  frame(9, "e:4");
  expect(joins()).toHaveLength(2);
  expect(joins()[1]).toMatchObject({ after: "e:2" });
  expect(heard.at(-1)).toBe("reconnecting");
});

it("C19: a welcome to another position than it asked from is not its own", () => {
  const { welcome, heard } = setUp();
  welcome(1, "e:0");
  expect(heard).toEqual(["connecting"]);
});

it("C3: closed for good it asks nobody, until the leader is back or somebody wants it", () => {
  const { follower, joins, posted, tell } = setUp();
  tell("closed", 1);
  follower.onMessage({ kind: "lead", leader: "other", from: "e:1" });
  expect(joins()).toHaveLength(1);
  follower.onMessage({ kind: "state", leader: "other", number: 0, state: standing("connecting") });
  expect(joins()).toHaveLength(2);
  follower.onMessage({ kind: "state", leader: "other", number: 1, state: standing("closed") });
  posted.length = 0;
  follower.reconnect();
  expect(posted.map(({ kind }) => kind)).toEqual(["reconnect", "join"]);
});

it("C22: a leader that does not answer within five seconds is suspected; closed, it suspects nobody", async () => {
  const { follower, host, heard } = setUp();
  await host.advance(4_999);
  expect(heard).not.toContain("silence");
  await host.advance(1);
  expect(heard.filter((entry) => entry === "silence")).toHaveLength(1);
  follower.close();
  expect(host.pending.timers).toBe(0);
});

it("only its leader, and only what is meant for it, is heard", () => {
  const { follower, welcome, heard } = setUp();
  follower.onMessage({ kind: "declined", leader: "leader", to: "other" });
  welcome(1);
  const before = [...heard];
  follower.onMessage({ kind: "state", leader: "deposed", number: 9, state: standing("closed") });
  follower.onMessage({ kind: "beat", leader: "leader" });
  expect(heard).toEqual(before);
  follower.onMessage({ kind: "declined", leader: "leader", to: "me" });
  expect(heard.at(-1)).toBe("declined");
});

it("C20.3: a greeting that is not complete forgets the states of the connection before it", () => {
  const host = createFakeHost(() => new Promise(() => {}));
  const clear = vi.fn();
  const follower = createFollower({
    ...{ id: "me", definition: ordersStream, from: "e:1", host, reloads: false, recent: createRecentFrames() },
    states: { ...createLatestStates(ordersStream, host), clear },
    ...{ post() {}, onChange() {}, onEvent() {}, onSilence() {}, onDeclined() {} },
  });
  follower.begin();
  const facts = { connectionId: "c-1", heartbeatMs: 30_000, position: "e:5" };
  follower.greeted({ ...facts, resume: "complete" });
  expect([clear.mock.calls.length, follower.lastEventId]).toEqual([0, "e:1"]);
  follower.greeted({ ...facts, resume: "gap" });
  expect([clear.mock.calls.length, follower.lastEventId]).toEqual([1, "e:5"]);
  follower.greeted({ ...facts, resume: "none" });
  expect(clear).toHaveBeenCalledTimes(2);
  follower.greeted(undefined);
  expect(clear).toHaveBeenCalledTimes(2);
  follower.close();
});

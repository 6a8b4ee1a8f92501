import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { createFakeHost } from "../testing/fake-host.ts";
import { createLatestStates } from "./latest-states.ts";
import { createLeader } from "./leader.ts";
import type { TabMessage } from "./message.ts";
import { createRecentFrames } from "./recent-frames.ts";

function setUp() {
  const host = createFakeHost(() => new Promise(() => {}));
  const posted: TabMessage[] = [];
  const asked: string[] = [];
  let active: (() => void) | undefined;
  const leader = createLeader({
    id: "leader",
    definition: ordersStream,
    from: "",
    host,
    recent: createRecentFrames(),
    states: createLatestStates(ordersStream, host),
    before: { state: "connecting", attempt: 0, retryAt: undefined, error: undefined },
    post: (message) => posted.push(message),
    onChange() {},
    onEvent() {},
    create: (callbacks) => ({
      start: () => {
        active = callbacks.onActivity;
        asked.push("start");
      },
      reconnect: () => asked.push("reconnect"),
      greeted() {},
      ending() {},
      close() {},
      lastEventId: "",
    }),
  });
  leader.begin();
  posted.length = 0;
  asked.length = 0;
  return { leader, posted, asked, host, hear: () => active?.() };
}

it("C19.1: a leader answers a tab that joins how its connection stands, and nothing else that is said to all", () => {
  const { leader, posted, asked } = setUp();
  leader.onMessage({ kind: "reconnect" });
  leader.onMessage({ kind: "beat", leader: "another" });
  expect([posted, asked]).toEqual([[], ["reconnect"]]);
  leader.onMessage({ kind: "join", tab: "late", after: "", reloads: false });
  expect(posted).toMatchObject([{ kind: "standing", leader: "leader", to: "late" }]);
  expect(asked).toEqual(["reconnect"]);
});

it("C19: a leader that hears its server gives the other tabs a sign of life, once a second", async () => {
  const { host, hear, posted } = setUp();
  const signs = () => posted.filter(({ kind }) => kind === "beat").length;
  hear();
  hear();
  expect(signs()).toBe(1);
  await host.advance(999);
  hear();
  expect(signs()).toBe(1);
  await host.advance(1);
  hear();
  expect(signs()).toBe(2);
  expect(posted.at(-1)).toEqual({ kind: "beat", leader: "leader" });
});

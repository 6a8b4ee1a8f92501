import { chatStream } from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import { createFakeHost } from "../testing/fake-host.ts";
import { createLatestStates } from "./latest-states.ts";

function setUp() {
  const host = createFakeHost(() => new Promise(() => {}));
  return { host, states: createLatestStates(chatStream, host) };
}

const sampleOf = (type: "typing" | "onlineStatus" | "message", change: object = {}) => ({
  type,
  data: JSON.stringify({ ...chatStream.events[type].samples.valid[0], ...change }),
  lastEventId: "e:1",
});

it("C20.3: keeps the newest of each state, and nothing that is stored, broken or unknown", () => {
  const { states } = setUp();
  const [ada, grace] = [sampleOf("onlineStatus", { userId: "ada" }), sampleOf("onlineStatus", { userId: "grace" })];
  states.add(sampleOf("onlineStatus", { userId: "ada", lastSeen: undefined }));
  states.add(grace);
  states.add(ada);
  states.add(sampleOf("message"));
  states.add({ type: "onlineStatus", data: "{", lastEventId: "" });
  states.add({ type: "onlineStatus", data: "{}", lastEventId: "" });
  states.add({ type: "toString", data: "{}", lastEventId: "" });
  expect(states.list()).toEqual([grace, ada]);
  states.clear();
  expect(states.list()).toEqual([]);
});

it("C20.3: an event that breaks its contract is no state, also where its key asks for nothing of it", () => {
  const { typing } = chatStream.events;
  const anyTyping = { ...typing, delivery: { ...typing.delivery, coalesceBy: () => "" } };
  const host = createFakeHost(() => new Promise(() => {}));
  const states = createLatestStates({ events: { typing: anyTyping } }, host);
  states.add({ type: "typing", data: "{}", lastEventId: "" });
  expect(states.list()).toEqual([]);
  states.add(sampleOf("typing"));
  expect(states.list()).toHaveLength(1);
});

it("C20.3: forgets a state whose time is over", async () => {
  const { states, host } = setUp();
  states.add(sampleOf("typing"));
  states.add(sampleOf("onlineStatus"));
  expect(states.list()).toHaveLength(2);
  host.sleep(chatStream.events.typing.delivery.ttl);
  expect(states.list()).toEqual([sampleOf("onlineStatus")]);
});

it("C20.3: of very many states forgets the oldest", () => {
  const { states } = setUp();
  for (let user = 0; user <= 64; user += 1) states.add(sampleOf("onlineStatus", { userId: `u${user}` }));
  expect(states.list()).toHaveLength(64);
  expect(states.list()[0]).toEqual(sampleOf("onlineStatus", { userId: "u1" }));
});

it("C8.3: a clock that is set back keeps no state beyond its time", async () => {
  const { host, states } = setUp();
  const typing = sampleOf("typing");
  states.add(typing);
  host.setClock(-3_600_000);
  await host.advance(5_999);
  expect(states.list()).toEqual([typing]);
  await host.advance(1);
  expect(states.list()).toEqual([]);
});

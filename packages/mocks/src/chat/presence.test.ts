import { sampleUsers } from "@tidings/contracts/auth";
import { chatStream, chatTopicKey } from "@tidings/contracts/chat";
import { beforeEach, expect, it, vi } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createMockServer, type MockServer } from "../server/mock-server.ts";
import { type ChatStore, createChatStore } from "./chat-store.ts";
import { createMockPresence, type MockPresence } from "./presence.ts";

const { ada, grace, admin } = sampleUsers;
let clock: ManualClock;
let server: MockServer;
let store: ChatStore;
let presence: MockPresence;
let pair: string;
let told: string[];

beforeEach(() => {
  clock = createManualClock();
  server = createMockServer({ clock });
  store = createChatStore({ clock, onMessage: vi.fn(), onStatus: vi.fn() });
  pair = store.open([ada.id, grace.id]);
  store.open([grace.id, admin.id]);
  presence = createMockPresence(server, store, new Map([ada, grace].map((user) => [user.id, user])));
  told = [];
  const publish = server.publish;
  vi.spyOn(server, "publish").mockImplementation((topic, event) => {
    const { displayName, isOnline } = Object(event.data);
    const to = [ada, grace, admin].find(
      ({ id }) => topic.name.endsWith(`/${chatTopicKey(pair, id)}`) || topic.name.endsWith(id),
    );
    told.push(`${to?.name}: ${displayName} ${isOnline ? "is here" : "is away"}`);
    return publish(topic, event);
  });
  return () => server.close();
});

/** Opens somebody's stream of the conversation of Ada and Grace. */
function open(user: typeof ada | typeof grace) {
  const before = new Set(server.connectionsOf(chatStream));
  server.connect({
    stream: chatStream,
    topics: [chatStream.topic(chatTopicKey(pair, user.id)).name],
    user,
    lastEventId: undefined,
    batch: false,
    greet: () => "",
  });
  return server.connectionsOf(chatStream).find((connection) => !before.has(connection)) ?? expect.unreachable();
}

it("whoever opens a stream is here, the others are told, and is told of them", () => {
  open(ada);
  expect([presence.of(ada.id).isOnline, presence.of(grace.id).isOnline, presence.of(ada.id).lastSeen]).toEqual([
    true,
    false,
    null,
  ]);
  expect(told).toEqual(["Grace: Ada is here", "Ada: Grace is away"]);
  told.length = 0;
  open(ada);
  expect(told).toEqual(["Ada: Grace is away"]);
});

it("whoever has closed the last stream is away five seconds later, and was last seen when it closed", () => {
  const [first, second] = [open(ada), open(ada)];
  told.length = 0;
  first.end();
  clock.advance(60_000);
  expect(presence.of(ada.id).isOnline).toBe(true);
  const left = new Date(clock.now()).toISOString();
  second.end();
  clock.advance(4_999);
  expect([presence.of(ada.id).isOnline, told]).toEqual([true, []]);
  clock.advance(1);
  expect([presence.of(ada.id).isOnline, presence.of(ada.id).lastSeen]).toEqual([false, left]);
  expect(told).toEqual(["Grace: Ada is away"]);
});

it("whoever comes back within that time never left", () => {
  open(ada).end();
  told.length = 0;
  clock.advance(4_999);
  open(ada);
  clock.advance(60_000);
  expect(told).toEqual(["Ada: Grace is away"]);
  expect(presence.of(ada.id).isOnline).toBe(true);
});

it("somebody may be here without a stream, for as long as it is pretended", () => {
  presence.pretend(grace.id, true);
  presence.pretend(grace.id, true);
  expect(presence.of(grace.id).isOnline).toBe(true);
  expect(told.toSorted()).toEqual(["Ada: Grace is here", "Admin: Grace is here"]);
  open(grace).end();
  clock.advance(60_000);
  expect(presence.of(grace.id).isOnline).toBe(true);
  presence.pretend(grace.id, false);
  clock.advance(5_000);
  expect(presence.of(grace.id).isOnline).toBe(false);
  expect(presence.of("nobody").lastSeen).toBeNull();
});

it("leaves no timer behind", () => {
  open(ada).end();
  expect(clock.pending).toBe(1);
  presence.close();
  expect(clock.pending).toBe(0);
  told.length = 0;
  open(grace);
  expect([presence.of(grace.id).isOnline, told]).toEqual([false, []]);
});

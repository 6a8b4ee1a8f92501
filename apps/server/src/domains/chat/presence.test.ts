import { chatStream, chatTopicKey } from "@tidings/contracts/chat";
import { type Connection, createHub, type Hub, type Publication } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createRecordingSink } from "@tidings/hub/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createConversationListeners } from "./conversation-listeners.ts";
import { createPresence, type Presence } from "./presence.ts";

/** Somebody in thousands of conversations, and some who are there. */
const CONVERSATIONS = 2000;
const ids = Array.from({ length: CONVERSATIONS }, (_, index) => `c${String(index).padStart(5, "0")}`);

let hub: Hub;
let presence: Presence;
let told: [topic: string, isOnline: boolean][];
/** How many publications at a time, and in which turn of the event loop. */
let appends: { readonly count: number; readonly turn: number }[];
/** In which turns the list of conversations was read. */
let reads: number[];
let turn: number;
let ticking: NodeJS.Immediate;

function tick(): void {
  turn += 1;
  ticking = setImmediate(tick);
}

const listen = (userId: string, conversationId: string): Connection => {
  const topics = [chatStream.topic(chatTopicKey(conversationId, userId))];
  const greeting = {
    message: "SSE connection established",
    conversationId,
    timestamp: new Date().toISOString(),
  } as const;
  return hub.connect(createRecordingSink(), { stream: chatStream, topics, greeting, principal: { id: userId } });
};

beforeEach(() => {
  told = [];
  appends = [];
  reads = [];
  turn = 0;
  tick();
  const listeners = createConversationListeners();
  hub = createHub({
    log: createMemoryLog(),
    onReport(report) {
      listeners.onHubReport(report);
      presence.onHubReport(report);
    },
  });
  presence = createPresence({
    listeners,
    graceMs: 0,
    conversations: {
      members: async () => [],
      person: async (userId) => ({ userId, displayName: userId }),
      takesPart: async () => true,
      setLastSeen: async () => {},
      async idsOf(_userId, after, limit) {
        reads.push(turn);
        return ids.filter((id) => id > after).slice(0, limit);
      },
    },
    async publishAll(publications: readonly Publication[]) {
      appends.push({ count: publications.length, turn });
      for (const { topic, data } of publications) told.push([topic.name, (data as { isOnline: boolean }).isOnline]);
    },
  });
});
afterEach(async () => {
  clearImmediate(ticking);
  presence.close();
  await hub.close();
});

it("S22.3: only who listens is told, once for each conversation that they listen to", async () => {
  const first = ids[7] ?? "";
  const last = ids.at(-1) ?? "";
  listen("ada", first);
  listen("ada", first);
  listen("ada", last);
  listen("grace", last);
  await expect.poll(() => reads).toHaveLength(2 * (CONVERSATIONS / 200 + 1));
  told.length = 0;
  const stream = listen("flood", "elsewhere");
  const topicsThatHear = [`chat/${first}/ada`, `chat/${last}/ada`, `chat/${last}/grace`];
  await expect.poll(() => told).toHaveLength(3);
  expect(told).toEqual(topicsThatHear.map((name) => [name, true]));
  told.length = 0;
  stream.end("drained", 0);
  await expect.poll(() => told).toHaveLength(3);
  expect(told).toEqual(topicsThatHear.map((name) => [name, false]));
});

it("S22: thousands of conversations are looked through in slices, and others get their turn between", async () => {
  listen("flood", "elsewhere");
  await expect.poll(() => reads).toHaveLength(CONVERSATIONS / 200 + 1);
  expect(new Set(reads).size).toBe(reads.length);
  expect(Math.max(0, ...appends.map(({ count }) => count))).toBeLessThanOrEqual(200);
});

it("S22.3: of thousands who listen to one conversation, each slice of those who are told is bounded and has a turn of its own", async () => {
  for (let index = 0; index < 450; index += 1) listen(`u${index}`, ids[0] ?? "");
  await expect.poll(() => reads).toHaveLength(450 * (CONVERSATIONS / 200 + 1));
  told.length = 0;
  appends.length = 0;
  listen("flood", "elsewhere");
  await expect.poll(() => told.filter(([, isOnline]) => isOnline)).toHaveLength(450);
  const slices = appends.filter(({ count }) => count > 0);
  expect(slices.map(({ count }) => count)).toEqual([200, 200, 50]);
  expect(new Set(slices.map((slice) => slice.turn)).size).toBe(3);
});

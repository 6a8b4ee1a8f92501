import { sampleUsers } from "@tidings/contracts/auth";
import { beforeEach, expect, it } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { play } from "../scenario/playback.ts";
import { createMockServer, type MockServer } from "../server/mock-server.ts";
import { chatScenarios } from "./scenarios.ts";

const names = new Map<string, string>(Object.values(sampleUsers).map(({ id, name }) => [id, name]));
let clock: ManualClock;
let server: MockServer;
let said: string[];
let done: string[];
let scenarios: ReturnType<typeof chatScenarios>;

beforeEach(() => {
  clock = createManualClock(0);
  server = createMockServer({ clock });
  said = [];
  done = [];
  const note = (what: string) => void done.push(`${clock.now()}: ${what}`);
  const to = (from: string, other: string) => `${names.get(from)} to ${names.get(other)}`;
  scenarios = chatScenarios({
    say(senderId, other, text) {
      note(`${to(senderId, other)}: said`);
      said.push(text);
      const message = { messageId: "m", text, senderId, senderName: "", conversationId: "c", timestamp: "" };
      return { ...message, status: "sent" };
    },
    setTyping: (from, other, isTyping) => note(`${to(from, other)}: typing ${isTyping}`),
    setOnline: (user, isOnline) => note(`${names.get(user)} online ${isOnline}`),
    readAll: (user, status) => note(`${names.get(user)}: ${status}`),
  });
  return () => server.close();
});

it("Grace comes, gets the messages, reads them, types and answers", () => {
  play(server, scenarios.graceAnswers);
  clock.advance(60_000);
  expect(done).toEqual([
    "700: Grace online true",
    "1200: Grace: delivered",
    "2100: Grace: read",
    "3000: Grace to Ada: typing true",
    "5600: Grace to Ada: said",
  ]);
});

it("Grace has four different answers and then begins anew", () => {
  for (let round = 0; round < 6; round += 1) {
    play(server, scenarios.graceAnswers);
    clock.advance(10_000);
  }
  expect(new Set(said.slice(0, 4)).size).toBe(4);
  expect(said[0]).toContain("plum tart");
  expect(said.slice(4)).toEqual(said.slice(0, 2));
  for (const text of said) expect(text).toMatch(/\w/);
});

it("Grace comes, types, thinks better of it and leaves", () => {
  play(server, scenarios.graceComesAndGoes);
  clock.advance(60_000);
  expect(done).toEqual([
    "500: Grace online true",
    "2000: Grace to Ada: typing true",
    "4500: Grace to Ada: typing false",
    "5500: Grace online false",
  ]);
});

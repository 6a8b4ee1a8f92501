import { beforeEach, expect, it } from "vitest";
import { createFakeHost, type FakeHost } from "../testing/fake-host.ts";
import { createTypingUsers, type TypingUsers } from "./typing-users.ts";

let host: FakeHost;
let changes: number;
let typingUsers: TypingUsers;

beforeEach(() => {
  host = createFakeHost(() => new Promise(() => {}));
  changes = 0;
  typingUsers = createTypingUsers(host, () => {
    changes += 1;
  });
});

const hear = (userId: string, isTyping = true, expiresInMs = 6_000) =>
  typingUsers.hear({
    userId,
    displayName: userId.toUpperCase(),
    isTyping,
    conversationId: "c",
    timestamp: "2026-02-26T05:00:10.000Z",
    expiresInMs,
  });
const names = () => typingUsers.list().map(({ displayName }) => displayName);

it("keeps who types, in the order they began, until they stop, and tells each change once", () => {
  for (const user of ["ada", "grace", "ada"]) hear(user);
  expect([names(), changes]).toEqual([["ADA", "GRACE"], 2]);
  const before = typingUsers.list();
  hear("ada");
  expect(typingUsers.list()).toBe(before);
  hear("ada", false);
  hear("ada", false);
  typingUsers.forget("nobody");
  expect([names(), changes]).toEqual([["GRACE"], 3]);
});

it("forgets who says nothing more for what their newest notice allows", async () => {
  hear("ada", true, 6_000);
  await host.advance(5_999);
  hear("ada", true, 6_000);
  await host.advance(5_999);
  expect(names()).toEqual(["ADA"]);
  await host.advance(1);
  expect([names(), changes]).toEqual([[], 2]);
});

it("C12.1: closed, it keeps nobody and no timer", () => {
  hear("ada");
  hear("grace");
  typingUsers.forget("grace");
  expect(host.pending.timers).toBe(1);
  typingUsers.close();
  expect([names(), host.pending.timers]).toEqual([[], 0]);
});

import { setTyping } from "@tidings/contracts/chat";
import { beforeEach, expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { type Rig, setUp } from "../testing/set-up.ts";
import { createTypingNotifier, type TypingNotifier } from "./typing-notifier.ts";

let rig: Rig;
let typing: TypingNotifier;

beforeEach(() => {
  rig = setUp();
  typing = createTypingNotifier(rig.client, "c");
});

const told = () =>
  rig.server.requests
    .filter(({ url }) => url.pathname === setTyping.path)
    .map(({ init }) => JSON.parse(String(init.body)).isTyping);
const ok = async () => {
  await rig.server.last.answer(200, { success: true, data: { expiresInMs: 6_000 } });
  await settle();
};

it("however fast one types, it is told once in three seconds, and that one rests after four without a key", async () => {
  typing.typed();
  await settle();
  await ok();
  for (let key = 0; key < 5; key += 1) {
    await rig.host.advance(599);
    typing.typed();
  }
  expect(told()).toEqual([true]);
  await rig.host.advance(5);
  typing.typed();
  await settle();
  expect(told()).toEqual([true, true]);
  await ok();
  await rig.host.advance(3_999);
  expect(told()).toEqual([true, true]);
  await rig.host.advance(1);
  expect(told()).toEqual([true, true, false]);
  await ok();
  await rig.host.advance(60_000);
  typing.stopped();
  await settle();
  expect([told(), rig.host.pending.timers]).toEqual([[true, true, false], 0]);
});

it("one notice at a time: of those that wait for it, the newest is told", async () => {
  typing.typed();
  typing.stopped();
  typing.typed();
  typing.stopped();
  await settle();
  expect(told()).toEqual([true]);
  await ok();
  expect(told()).toEqual([true, false]);
});

it("a message that went off ends typing by itself; only a notice still on its way is taken back", async () => {
  typing.typed();
  await settle();
  await ok();
  typing.sent();
  await settle();
  expect([told(), rig.host.pending.timers]).toEqual([[true], 0]);
  typing.typed();
  await settle();
  typing.sent();
  await ok();
  expect(told()).toEqual([true, true, false]);
});

it("a notice that is refused costs nothing, and the next one goes out", async () => {
  typing.typed();
  await settle();
  await rig.server.last.answer(503);
  await settle();
  typing.stopped();
  await settle();
  expect(told()).toEqual([true, false]);
});

import { sampleUsers } from "@tidings/contracts/auth";
import { TYPING_EXPIRES_MS } from "@tidings/contracts/chat";
import { beforeEach, expect, it, vi } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createMockServer } from "../server/mock-server.ts";
import { createChatStore } from "./chat-store.ts";
import { createMockTyping, type MockTyping } from "./typing.ts";

const { ada, grace } = sampleUsers;
let clock: ManualClock;
let typing: MockTyping;
let pair: string;
/** What was told: of whom, whether they type, to whom, and except to which connection. */
let told: string[];

beforeEach(() => {
  clock = createManualClock();
  const server = createMockServer({ clock });
  const store = createChatStore({ clock, onMessage: vi.fn(), onStatus: vi.fn() });
  pair = store.open([ada.id, grace.id]);
  typing = createMockTyping(server, store, new Map([[ada.id, ada]]));
  told = [];
  vi.spyOn(server, "publish").mockImplementation((topic, event, { exceptConnection } = {}) => {
    const { displayName, isTyping, timestamp } = Object(event.data);
    expect(timestamp).toBe(new Date(clock.now()).toISOString());
    const to = topic.name.endsWith(grace.id) ? "Grace" : "Ada";
    told.push(`${displayName} ${isTyping} to ${to}${exceptConnection === undefined ? "" : ` but ${exceptConnection}`}`);
    return undefined;
  });
  return () => {
    typing.close();
    expect(clock.pending).toBe(0);
    server.close();
  };
});

it("is told to the others, and ends by itself after its time, which begins anew with each sign of it", () => {
  typing.set(pair, ada.id, true);
  clock.advance(TYPING_EXPIRES_MS - 1);
  typing.set(pair, ada.id, true);
  clock.advance(TYPING_EXPIRES_MS - 1);
  expect(told).toEqual(["Ada true to Grace", "Ada true to Grace"]);
  clock.advance(1);
  expect(told.at(-1)).toBe("Ada false to Grace");
  clock.advance(TYPING_EXPIRES_MS);
  expect(told).toHaveLength(3);
});

it("D23.3: an end leaves out the connections that the beginning left out, however it comes, unless it names another", () => {
  const begin = () => typing.set(pair, ada.id, true, "c-1");
  const begun = ["Ada true to Ada but c-1", "Ada true to Grace"];
  const ends: readonly [() => void, string][] = [
    [() => clock.advance(TYPING_EXPIRES_MS), "c-1"],
    [() => typing.clear(pair, ada.id), "c-1"],
    [() => typing.set(pair, ada.id, false), "c-1"],
    [() => typing.set(pair, ada.id, false, "c-2"), "c-2"],
  ];
  for (const [end, but] of ends) {
    told.length = 0;
    begin();
    end();
    expect(told.toSorted()).toEqual([`Ada false to Ada but ${but}`, "Ada false to Grace", ...begun].toSorted());
  }
  told.length = 0;
  begin();
  typing.set(pair, ada.id, true);
  expect(told.slice(2)).toEqual(["Ada true to Grace"]);
});

it("a clear ends only what had begun, and somebody unknown is named by their id", () => {
  typing.clear(pair, ada.id);
  expect(told).toEqual([]);
  typing.set(pair, grace.id, true);
  typing.clear(pair, grace.id);
  typing.clear(pair, grace.id);
  expect(told).toEqual([`${grace.id} true to Ada`, `${grace.id} false to Ada`]);
});

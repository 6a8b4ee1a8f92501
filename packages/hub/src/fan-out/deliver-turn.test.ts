import { expect, it } from "vitest";
import type { Turn } from "../encoding/turn.ts";
import { deliverTurn } from "./deliver-turn.ts";
import { type Member, Room } from "./room.ts";

const room = (topic: string) =>
  new Room(
    topic,
    Promise.resolve(() => {}),
  );
const arrival = (to: Room, data: string, exceptConnection?: string) => ({
  room: to,
  event: { topic: to.topic, event: "note", data, exceptConnection },
});

/** A reader that is in these rooms. */
function join(id: string, rooms: readonly Room[], full = false): Member {
  const member = { id, rooms, full, deliver() {} };
  for (const each of rooms) each.members.add(member);
  return member;
}

/** Which turn each reader was sent, in the order of sending. */
function deliver(...arrivals: ReturnType<typeof arrival>[]) {
  const sent: (readonly [id: string, turn: Turn])[] = [];
  deliverTurn(arrivals, ({ id }, turn) => sent.push([id, turn]));
  return sent;
}
const texts = (turn: Turn | undefined) => turn?.events.map(({ event }) => event.data);

it("D8.3: a reader of two rooms shares the turn of one of them where the other one has no events", () => {
  const [a, b, c] = [room("a"), room("b"), room("c")];
  join("one", [a]);
  join("both", [a, b]);
  join("other", [c]);
  const sent = new Map(deliver(arrival(a, "1"), arrival(c, "2"), arrival(a, "3")));
  expect([...sent.keys()].sort()).toEqual(["both", "one", "other"]);
  expect(sent.get("both")).toBe(sent.get("one"));
  expect(texts(sent.get("one"))).toEqual(["1", "3"]);
  expect(texts(sent.get("other"))).toEqual(["2"]);
});

it("D8.4: a reader of two rooms that both have events gets one turn of its own, in the log's order", () => {
  const [a, b] = [room("a"), room("b")];
  join("both", [a, b]);
  join("one", [b]);
  const sent = deliver(arrival(a, "1"), arrival(b, "2"), arrival(a, "3"));
  expect(sent.map(([id, turn]) => [id, texts(turn)])).toEqual([
    ["one", ["2"]],
    ["both", ["1", "2", "3"]],
  ]);
});

it("D23.1: a reader that an event leaves out gets the rest of the turn, and the others share it whole", () => {
  const a = room("a");
  for (const id of ["sender", "x", "y"]) join(id, [a]);
  const sent = new Map(deliver(arrival(a, "1"), arrival(a, "2", "sender")));
  expect(texts(sent.get("sender"))).toEqual(["1"]);
  expect(texts(sent.get("x"))).toEqual(["1", "2"]);
  expect(sent.get("y")).toBe(sent.get("x"));
});

it("D9: readers who keep up are written to before those who do not, and the next turn begins anew", () => {
  const a = room("a");
  join("slow", [a], true);
  join("quick", [a]);
  expect(deliver(arrival(a, "1")).map(([id]) => id)).toEqual(["quick", "slow"]);
  expect(a.turn).toBeUndefined();
  expect(deliver(arrival(a, "2")).map(([, turn]) => texts(turn))).toEqual([["2"], ["2"]]);
});

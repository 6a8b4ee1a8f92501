import { type FramedEvent, frame } from "../encoding/framed-event.ts";
import { Turn } from "../encoding/turn.ts";
import type { LogEvent } from "../log/event-log.ts";
import { inChunks } from "./in-chunks.ts";
import type { Member, Room } from "./room.ts";

/** An event as a room received it. */
export interface Arrival {
  readonly room: Room;
  readonly event: LogEvent;
}

type FramedArrival = { readonly room: Room; readonly framed: FramedEvent };

/**
 * Hands the events of one turn to the readers of their rooms, each reader once (D8.3, D8.4): readers of one room share its turn, and
 * those who hear several rooms, or may not hear everything of theirs, get a turn of their own, in the log's order.
 */
export function deliverTurn(arrivals: readonly Arrival[], send: (member: Member, turn: Turn) => void): void {
  const framed = arrivals.map(({ room, event }) => ({ room, framed: frame(event) }));
  const touched = collectTurns(framed);
  const mixed = new Set<Member>();
  for (const { turn, members } of touched) {
    if (turn === undefined) continue;
    // If no reader can be mixed, none is checked for it.
    const isShared = touched.size === 1 && turn.exceptions === undefined;
    const singles = isShared ? members : singlesOf(members, turn, mixed);
    inChunks(singles, (chunk) => deliverToSingles(chunk, turn, send));
  }
  for (const member of mixed) send(member, turnOf(member, framed));
  for (const room of touched) room.turn = undefined;
}

/** Gives each room that got events their turn. Returns these rooms. */
function collectTurns(framed: readonly FramedArrival[]): ReadonlySet<Room> {
  const touched = new Set<Room>();
  for (const { room, framed: event } of framed) {
    room.turn ??= new Turn();
    room.turn.add(event);
    touched.add(room);
  }
  return touched;
}

/** The members who get just this room's turn; the others are added to `mixed`. */
function* singlesOf(members: Iterable<Member>, { exceptions }: Turn, mixed: Set<Member>): Iterable<Member> {
  for (const member of members) {
    if (exceptions?.has(member.id) || isInTwo(member.rooms)) mixed.add(member);
    else yield member;
  }
}

/** Whether more than one of these rooms got events this turn. */
function isInTwo(rooms: readonly Room[]): boolean {
  return rooms.length > 1 && rooms.filter((room) => room.turn !== undefined).length > 1;
}

/** Looks at each reader before it writes to the first. Those who keep up come first. */
function deliverToSingles(members: readonly Member[], turn: Turn, send: (member: Member, turn: Turn) => void): void {
  const ready: Member[] = [];
  const full: Member[] = [];
  for (const member of members) (member.full ? full : ready).push(member);
  for (const member of ready) send(member, turn);
  for (const member of full) send(member, turn);
}

/** What one reader of several rooms gets: their events interleaved, without those that are not for it (D23.1). */
function turnOf(member: Member, framed: readonly FramedArrival[]): Turn {
  const turn = new Turn();
  for (const { room, framed: event } of framed) {
    if (member.rooms.includes(room) && event.event.exceptConnection !== member.id) turn.add(event);
  }
  return turn;
}

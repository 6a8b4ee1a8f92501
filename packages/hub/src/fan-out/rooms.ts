import type { HubConnection } from "../connection/connection.ts";
import type { Hold } from "../connection/hold.ts";
import { Batch } from "../encoding/batch.ts";
import { frame, isExpired } from "../encoding/framed-event.ts";
import type { EventLog, LogEvent } from "../log/event-log.ts";
import { type Member, Room } from "./room.ts";

/** The topics that this node has readers for, and the fan-out to them. */
export interface Rooms {
  readonly size: number;
  /** Events handed to connections since the beginning, once for each. */
  readonly deliveries: number;
  /** Bytes handed to connections since the beginning, once for each, before batching and compression, transport framing left out. */
  readonly bytes: number;
  /**
   * Makes a connection a reader of topics at once; what comes is held. Resolves when the log delivers them to this
   * node: one subscription a topic, however many readers it has.
   */
  join(connection: HubConnection, topics: readonly string[], hold: Hold): Promise<void>;
  leave(connection: Member): void;
  /** Sends what is gathered now instead of at the end of the turn. */
  flush(): void;
}

/**
 * Readers looked at before the first of them is written to. The objects of thousands of connections are in no cache: a
 * short loop of looks lets the processor fetch many at a time, where write upon write waits for each. A tenth of a
 * delivery; more readers at once gain nothing.
 */
const LOOKAHEAD = 64;

/**
 * Gathers the events of one turn of the event loop and writes them with one write a socket, in log order (D8). A
 * connection in several rooms gets their events interleaved as the log had them: its last id must never run ahead of
 * an event not sent yet. `onFlush` is told of each turn's events once they were written.
 */
export function createRooms(log: EventLog, onFlush: (events: readonly LogEvent[]) => void): Rooms {
  const rooms = new Map<string, Room>();
  let turn: { readonly room: Room; readonly event: LogEvent }[] = [];
  let scheduled = false;
  let deliveries = 0;
  let bytes = 0;

  function receive(room: Room, event: LogEvent) {
    // A room that was left hears its topic until the log has let go of it, beside the room that took its place.
    if (rooms.get(room.topic) !== room || isExpired(event, Date.now())) return;
    turn.push({ room, event });
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush() {
    const events = turn;
    turn = [];
    scheduled = false;
    if (events.length === 0) return;
    const touched = new Set<Room>();
    const framed = events.map(({ room, event }) => {
      const one = { room, framed: frame(event) };
      room.batch ??= new Batch();
      room.batch.add(one.framed);
      touched.add(room);
      return one;
    });
    const mixed = new Map<Member, Batch>();
    for (const room of touched) {
      const { batch, members } = room;
      if (batch === undefined) continue;
      const { exceptions } = batch;
      // Where neither can be, no reader is looked at for it.
      const isShared = touched.size === 1 && exceptions === undefined;
      let group: Member[] = [];
      for (const member of members) {
        if (!isShared && (exceptions?.has(member.id) || isInTwo(member.rooms))) {
          mixed.set(member, new Batch());
          continue;
        }
        group.push(member);
        if (group.length < LOOKAHEAD) continue;
        sendAll(group, batch);
        group = [];
      }
      sendAll(group, batch);
    }
    for (const [member, batch] of mixed) {
      for (const { room, framed: event } of framed) {
        if (member.rooms.includes(room) && event.event.exceptConnection !== member.id) batch.add(event);
      }
      send(member, batch);
    }
    for (const room of touched) room.batch = undefined;
    onFlush(events.map(({ event }) => event));
  }

  /** A look at each before the first write (LOOKAHEAD); whoever keeps up comes first. */
  function sendAll(members: readonly Member[], batch: Batch) {
    const ready: Member[] = [];
    const full: Member[] = [];
    for (const member of members) (member.full ? full : ready).push(member);
    for (const member of ready) send(member, batch);
    for (const member of full) send(member, batch);
  }

  function send(member: Member, batch: Batch) {
    deliveries += batch.events.length;
    bytes += batch.packet.size;
    member.deliver(batch);
  }

  function leaveRoom(room: Room, connection: Member) {
    room.members.delete(connection);
    if (room.members.size > 0 || rooms.get(room.topic) !== room) return;
    rooms.delete(room.topic);
    room.joined.then((unsubscribe) => unsubscribe()).catch(() => {});
  }

  function find(topic: string): Room {
    const known = rooms.get(topic);
    if (known !== undefined) return known;
    const room: Room = new Room(
      topic,
      log.subscribe(topic, (event) => receive(room, event)),
    );
    rooms.set(topic, room);
    // A failed subscription must not be found by the next reader.
    room.joined.catch(() => rooms.get(topic) === room && rooms.delete(topic));
    return room;
  }

  return {
    get size() {
      return rooms.size;
    },
    get deliveries() {
      return deliveries;
    },
    get bytes() {
      return bytes;
    },
    async join(connection, topics, hold) {
      const joined = topics.map(find);
      // Before anything is awaited: a room whose last reader leaves now must not be dropped under this one.
      for (const room of joined) room.members.add(connection);
      connection.enter(joined, hold);
      await Promise.all(joined.map((room) => room.joined));
    },
    leave(connection) {
      for (const room of connection.rooms) leaveRoom(room, connection);
    },
    flush,
  };
}

/** Whether more than one of these rooms got events this turn. */
function isInTwo(rooms: readonly Room[]): boolean {
  return rooms.length > 1 && rooms.filter((room) => room.batch !== undefined).length > 1;
}

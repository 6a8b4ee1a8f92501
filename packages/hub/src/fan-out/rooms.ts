import type { CatchUpBuffer } from "../connection/catch-up-buffer.ts";
import type { HubConnection } from "../connection/connection.ts";
import { isExpired } from "../encoding/framed-event.ts";
import type { Turn } from "../encoding/turn.ts";
import type { EventLog, LogEvent } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import { type Arrival, deliverTurn } from "./deliver-turn.ts";
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
  join(connection: HubConnection, topics: readonly string[], buffer: CatchUpBuffer): Promise<void>;
  leave(connection: Member): void;
  /** The newest position that the log delivered to this node; undefined before the first. */
  readonly received: Position | undefined;
  /** Sends what is gathered now instead of at the end of the turn. */
  flush(): void;
}

/**
 * Gathers the events of one turn of the event loop and writes them with one write a socket, in log order (D8.3, D8.4). A
 * connection in several rooms gets their events interleaved as the log had them: its last id must never run ahead of
 * an event not sent yet. `onFlush` is told of each turn's events once they were written.
 */
export function createRooms(log: EventLog, onFlush: (events: readonly LogEvent[]) => void): Rooms {
  const rooms = new Map<string, Room>();
  let gathered: Arrival[] = [];
  let scheduled = false;
  let deliveries = 0;
  let bytes = 0;
  let received: Position | undefined;

  function receive(room: Room, event: LogEvent) {
    received = event.position ?? received;
    // Unsubscribing is asynchronous. Until it is done an emptied room still receives; if a new room has replaced it,
    // ignore the old one, or readers get the event twice.
    if (rooms.get(room.topic) !== room || isExpired(event, Date.now())) return;
    gathered.push({ room, event });
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush() {
    const arrivals = gathered;
    gathered = [];
    scheduled = false;
    if (arrivals.length === 0) return;
    deliverTurn(arrivals, send);
    onFlush(arrivals.map(({ event }) => event));
  }

  function send(member: Member, turn: Turn) {
    deliveries += turn.events.length;
    bytes += turn.encoded.size;
    member.deliver(turn);
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
    // The next reader must not join a room whose subscription failed.
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
    get received() {
      return received;
    },
    async join(connection, topics, buffer) {
      const joined = topics.map(find);
      // Before anything is awaited: a room whose last reader leaves now must not be dropped under this one.
      for (const room of joined) room.members.add(connection);
      connection.enter(joined, buffer);
      await Promise.all(joined.map((room) => room.joined));
    },
    leave(connection) {
      for (const room of connection.rooms) leaveRoom(room, connection);
    },
    flush,
  };
}

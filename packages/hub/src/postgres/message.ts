import type { NewEvent } from "../log/event-log.ts";

/** Events that are not stored, sent from one node to all. */
export interface Message {
  /** The node that sent it, and its number there. */
  readonly sender: string;
  readonly number: number;
  /** The log's newest sequence when it was sent. It is delivered after that event. */
  readonly after: number;
  readonly events: readonly NewEvent[];
}

/** Characters of one payload: NOTIFY accepts less than 8,000 bytes, and the head needs the rest. */
const PIECE = 7800;

/**
 * Writes events as payloads of NOTIFY. Each has its own head, because PostgreSQL drops a payload that equals another
 * one of the same transaction. They are ASCII, so that a character is a byte whatever the database's encoding is.
 */
export function writeMessage(sender: string, number: number, events: readonly NewEvent[]): readonly string[] {
  const text = JSON.stringify(events).replace(/[\u0080-\uffff]/g, inAscii);
  const count = Math.ceil(text.length / PIECE);
  return Array.from(
    { length: count },
    (_, index) => `${sender} ${number} ${index} ${count} ${text.slice(index * PIECE, (index + 1) * PIECE)}`,
  );
}

function inAscii(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const PAYLOAD = /^(\d+) (\S+) (\d+) (\d+) (\d+) /;

/** Joins payloads to messages. The payloads of one message arrive together, because one transaction sent them. */
export function createMessageReader(): (payload: string) => Message | undefined {
  let pieces: string[] = [];
  return (payload) => {
    const match = PAYLOAD.exec(payload);
    if (match === null) return undefined;
    const [head, after = "", sender = "", number = "", index = "", count = ""] = match;
    // If a lost connection left a message incomplete, start again.
    if (Number(index) !== pieces.length) pieces = [];
    if (Number(index) !== pieces.length) return undefined;
    pieces.push(payload.slice(head.length));
    if (pieces.length < Number(count)) return undefined;
    const text = pieces.join("");
    pieces = [];
    return { sender, number: Number(number), after: Number(after), events: parse(text) };
  };
}

/** Any program may NOTIFY on the channel, so a payload that is not a valid message is ignored. */
function parse(text: string): readonly NewEvent[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isEvent) : [];
  } catch {
    return [];
  }
}

function isEvent(value: unknown): value is NewEvent {
  if (typeof value !== "object" || value === null) return false;
  return ["topic", "event", "data"].every((field) => typeof Reflect.get(value, field) === "string");
}

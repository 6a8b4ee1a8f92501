import type { BusMessage } from "../../bus/bus.ts";

/** Messages that one node sends to all together. */
export interface Batch {
  /** The node that sent it, and its number there. */
  readonly sender: string;
  readonly number: number;
  readonly messages: readonly BusMessage[];
}

/** Characters of one payload: NOTIFY accepts less than 8,000 bytes, and the head needs the rest. */
const PIECE = 7800;

/**
 * Writes messages as payloads of NOTIFY. Each has its own head, because PostgreSQL drops a payload that equals another
 * one of the same transaction. They are ASCII, so that a character is a byte whatever the database's encoding is.
 */
export function writeBatch(sender: string, number: number, messages: readonly BusMessage[]): readonly string[] {
  const pairs = messages.map(({ channel, text }) => [channel, text]);
  const text = JSON.stringify(pairs).replace(/[\u0080-\uffff]/g, inAscii);
  const count = Math.ceil(text.length / PIECE);
  return Array.from(
    { length: count },
    (_, index) => `${sender} ${number} ${index} ${count} ${text.slice(index * PIECE, (index + 1) * PIECE)}`,
  );
}

function inAscii(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const PAYLOAD = /^(\S+) (\d+) (\d+) (\d+) /;

/** Joins payloads to batches. The payloads of one batch arrive together, because one transaction sent them. */
export function createBatchReader(): (payload: string) => Batch | undefined {
  let pieces: string[] = [];
  return (payload) => {
    const match = PAYLOAD.exec(payload);
    if (match === null) return undefined;
    const [head, sender = "", number = "", index = "", count = ""] = match;
    // If a lost connection left a batch incomplete, start again.
    if (Number(index) !== pieces.length) pieces = [];
    if (Number(index) !== pieces.length) return undefined;
    pieces.push(payload.slice(head.length));
    if (pieces.length < Number(count)) return undefined;
    const text = pieces.join("");
    pieces = [];
    return { sender, number: Number(number), messages: parse(text) };
  };
}

/** Any program may NOTIFY on the channel, so a payload that is not a valid batch is ignored. */
function parse(text: string): readonly BusMessage[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.flatMap(toMessage) : [];
  } catch {
    return [];
  }
}

function toMessage(value: unknown): readonly BusMessage[] {
  if (!Array.isArray(value)) return [];
  const [channel, text]: unknown[] = value;
  return typeof channel === "string" && typeof text === "string" ? [{ channel, text }] : [];
}

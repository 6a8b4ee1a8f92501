import { BATCH, ENDING } from "@tidings/contracts";
import { parsePosition } from "@tidings/hub";
import { createDecoder, type DecodedEvent } from "@tidings/wire";
import type { Truth } from "../log/truth.ts";
import type { Findings } from "./findings.ts";

/** Watches a server's socket and checks what the hub writes against the rules. */
export interface Witness {
  wrote(bytes: Uint8Array): void;
}

/** The connection that a witness watches. */
export interface Watched {
  readonly name: string;
  /** When its token dies. */
  readonly diesAt: number;
  /** Whether the hub writes to it directly. If there is a host in between, the host decides when bytes are sent. */
  readonly isDirect: boolean;
  readonly topics: readonly string[];
  /** What its reader asked for. */
  readonly lastEventId: string | undefined;
  /** Whether the log may have let go of an event, by age or by the number of newer ones. */
  mayGap(storedAt: number, newer: number): boolean;
  now(): number;
}

/**
 * Watches one connection: greeting first (D3), ids that grow (D4, D8), nothing past its time to live (D9), nothing past
 * the token (D11), nothing after the farewell (D12), and no gap without a reason (D4).
 */
export function createWitness(findings: Findings, truth: Truth, link: Watched): Witness {
  let greeted = false;
  let ended = false;
  let last = -1;
  let lastId = "";

  function onEvent(event: DecodedEvent): void {
    if (ended) findings.violation(`${link.name}: "${event.type}" was sent after the farewell`);
    if (!greeted && event.type !== "connected") {
      if (event.type !== ENDING) findings.violation(`${link.name}: "${event.type}" was sent before the greeting`);
    }
    greeted = true;
    if (event.type === ENDING) {
      ended = true;
      findings.met(`ended ${JSON.parse(event.data).reason}`);
      return;
    }
    if (link.isDirect && (truth.expiryOf(event.type, event.data) ?? Number.POSITIVE_INFINITY) <= link.now()) {
      findings.violation(`${link.name}: "${event.type}" ${event.data} was sent past its time to live (D9)`);
    }
    if (event.type === "connected") onGreeting(JSON.parse(event.data));
    if (event.type === BATCH) findings.met("batches sent");
    if (event.lastEventId === lastId) return;
    lastId = event.lastEventId;
    const sequence = parsePosition(event.lastEventId)?.sequence ?? -1;
    if (sequence <= last && event.type !== "connected") {
      findings.violation(`${link.name}: sent ${sequence} after ${last}`);
    }
    last = sequence;
    if (event.type !== "connected") findings.met("durable events sent");
  }

  function onGreeting({ resume, position }: { resume: string; position: string }): void {
    findings.met(`greeted ${resume}`);
    if ((resume === "none") !== (link.lastEventId === undefined)) {
      findings.violation(`${link.name}: asked for ${link.lastEventId} and was greeted with "${resume}"`);
    }
    const from = parsePosition(link.lastEventId ?? "");
    const head = parsePosition(position);
    if (resume !== "gap" || from === undefined || head === undefined) return;
    if (!truth.isOneHistory(from.epoch, head.epoch)) return;
    const stored = truth.of(from.epoch);
    const newest = stored.at(-1)?.position.sequence ?? 0;
    const lost = stored.filter(
      ({ topic, storedAt, position: { sequence } }) =>
        sequence > from.sequence && link.topics.includes(topic) && link.mayGap(storedAt, newest - sequence),
    );
    if (lost.length === 0)
      findings.violation(`${link.name}: a gap was declared after ${link.lastEventId}, and none is`);
  }

  const decoder = createDecoder({ onEvent });
  return {
    wrote(bytes) {
      if (link.isDirect && link.now() > link.diesAt)
        findings.violation(`${link.name}: was written to after its token died (D11)`);
      if (!isWhole(bytes)) findings.violation(`${link.name}: a write ended within an event`);
      decoder.decode(bytes);
    },
  };
}

/** Whether bytes end where an event or a comment does: what is half written would be mended by the next write only. */
function isWhole(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(-2)).toString();
  return text === "\n\n" || (bytes[0] === 0x3a && text.endsWith("\n"));
}

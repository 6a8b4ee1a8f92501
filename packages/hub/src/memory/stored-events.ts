import type { LogEvent } from "../log/event-log.ts";
import { type Limits, REMEMBERED, slackOf } from "../log/retention.ts";
import { Fifo } from "./fifo.ts";

/** An event as it is kept. */
interface Stored {
  readonly topic: string;
  readonly sequence: number;
  /** When it was stored, in milliseconds since 1970. */
  readonly at: number;
  /** Undefined once it is trimmed: it then only waits in the line of all events until it is the oldest there. */
  event: LogEvent | undefined;
}

interface TopicState {
  readonly events: Fifo<Stored>;
  /** The newest event of the topic that was trimmed. */
  trimmedThrough: number;
  /** The log's head when the last event was trimmed. */
  emptiedAt: number;
}

/**
 * Events in the memory of the process, trimmed by a retention. Each operation costs the same however much is kept (D19.2), and
 * what is remembered of trimmed events has an end: a topic without events is forgotten after {@link REMEMBERED} newer
 * ones, and from then on a position as old as that may be told as a gap although nothing was lost (D19.3, D19.4).
 */
export class StoredEvents {
  readonly #limits: Limits;
  #line = new Fifo<Stored>();
  #kept = 0;
  readonly #topics = new Map<string, TopicState>();
  /** Topics whose events were all trimmed. */
  readonly #emptied = new Map<string, TopicState>();
  /** The same in the order in which that happened: a Map from which the first is taken again and again becomes slow. */
  readonly #emptiedLine = new Fifo<{ readonly name: string; readonly emptiedAt: number }>();
  /** The newest trimmed event of all topics that are forgotten. */
  #forgottenThrough = 0;
  #head = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** How many events and topics take up memory, trimmed ones included. */
  get remembered(): number {
    return this.#line.size + this.#topics.size + this.#emptiedLine.size;
  }

  /** Sequences must grow. */
  add(event: LogEvent, sequence: number, at: number): void {
    const stored = { topic: event.topic, sequence, at, event };
    const topic = this.#stateOf(event.topic);
    topic.events.push(stored);
    this.#line.push(stored);
    this.#kept += 1;
    this.#head = sequence;
    const { countPerTopic } = this.#limits;
    if (topic.events.size <= countPerTopic + slackOf(countPerTopic)) return;
    while (topic.events.size > countPerTopic) this.#trimTopic(event.topic, topic);
    if (this.#line.size > 2 * this.#kept + 1000) this.#closeRanks();
  }

  /** Lets go of what the retention does not keep. */
  trim(now: number): void {
    const { count, ageMs } = this.#limits;
    const isOver = this.#kept > count + slackOf(count);
    for (let oldest = this.#line.at(0); oldest !== undefined; oldest = this.#line.at(0)) {
      const isSurplus = isOver && this.#kept > count;
      const isKept = oldest.event !== undefined;
      if (isKept && !isSurplus && now - oldest.at <= ageMs) break;
      this.#line.shift();
      const topic = this.#topics.get(oldest.topic);
      if (isKept && topic !== undefined) this.#trimTopic(oldest.topic, topic);
    }
    this.#forget();
  }

  /** Whether an event of one of these topics after a sequence was trimmed. */
  lost(topics: Iterable<string>, after: number): boolean {
    for (const name of topics) {
      const topic = this.#topics.get(name) ?? this.#emptied.get(name);
      if ((topic?.trimmedThrough ?? this.#forgottenThrough) > after) return true;
    }
    return false;
  }

  /** The oldest `limit` events of some topics after a sequence, in order. */
  after(sequence: number, topics: Iterable<string>, limit: number): readonly LogEvent[] {
    const found: Stored[] = [];
    for (const name of topics) {
      const events = this.#topics.get(name)?.events;
      if (events === undefined) continue;
      const first = events.search((stored) => stored.sequence <= sequence);
      for (let index = first; index < Math.min(events.size, first + limit); index += 1) {
        const stored = events.at(index);
        if (stored !== undefined) found.push(stored);
      }
    }
    return found
      .sort((a, b) => a.sequence - b.sequence)
      .slice(0, limit)
      .flatMap(({ event }) => event ?? []);
  }

  #stateOf(name: string): TopicState {
    const known = this.#topics.get(name);
    if (known !== undefined) return known;
    const fresh = { events: new Fifo<Stored>(), trimmedThrough: this.#forgottenThrough, emptiedAt: 0 };
    const state = this.#emptied.get(name) ?? fresh;
    this.#emptied.delete(name);
    this.#topics.set(name, state);
    return state;
  }

  #trimTopic(name: string, topic: TopicState): void {
    const oldest = topic.events.shift();
    if (oldest === undefined) return;
    oldest.event = undefined;
    this.#kept -= 1;
    topic.trimmedThrough = oldest.sequence;
    if (topic.events.size > 0) return;
    topic.emptiedAt = this.#head;
    this.#topics.delete(name);
    this.#emptied.set(name, topic);
    this.#emptiedLine.push({ name, emptiedAt: this.#head });
  }

  #forget(): void {
    for (;;) {
      const oldest = this.#emptiedLine.at(0);
      if (oldest === undefined || oldest.emptiedAt > this.#head - REMEMBERED) return;
      this.#emptiedLine.shift();
      const topic = this.#emptied.get(oldest.name);
      // Unless the topic was used again, and perhaps emptied again.
      if (topic === undefined || topic.emptiedAt !== oldest.emptiedAt) continue;
      this.#emptied.delete(oldest.name);
      this.#forgottenThrough = Math.max(this.#forgottenThrough, topic.trimmedThrough);
    }
  }

  /** Rebuilds the line without the trimmed ones in it, which outnumber the others. */
  #closeRanks(): void {
    const line = new Fifo<Stored>();
    for (let stored = this.#line.shift(); stored !== undefined; stored = this.#line.shift()) {
      if (stored.event !== undefined) line.push(stored);
    }
    this.#line = line;
  }
}

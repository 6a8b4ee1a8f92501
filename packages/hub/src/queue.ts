import { type FramedEvent, isWorthless } from "./framed-event.ts";

/** What all queues of a hub may hold together (D9). */
export class QueueBudget {
  readonly #maxBytes: number;
  #used = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Characters queued for all readers; a lower bound of the bytes. */
  get used(): number {
    return this.#used;
  }

  /** Takes or, with a negative amount, gives back. False: the bound is passed. */
  charge(amount: number): boolean {
    this.#used += amount;
    return this.#used <= this.#maxBytes;
  }
}

/** What one reader that cannot keep up still has to be sent. Exists only while its socket is full (D9). */
export class Queue {
  readonly #maxBytes: number;
  readonly #budget: QueueBudget;
  #events: FramedEvent[] = [];
  #length = 0;

  constructor(maxBytes: number, budget: QueueBudget) {
    this.#maxBytes = maxBytes;
    this.#budget = budget;
  }

  /** Adds an event, in the place of an older one with its coalesce key. False: a bound is passed. */
  push(framed: FramedEvent): boolean {
    const { coalesceKey, topic } = framed.event;
    if (coalesceKey !== undefined) {
      const older = this.#events.findIndex(
        ({ event }) => event.coalesceKey === coalesceKey && event.topic === topic && event.event === framed.event.event,
      );
      // The newer one goes to the end: positions must not go back.
      if (older >= 0) this.#charge(-(this.#events.splice(older, 1)[0]?.text.length ?? 0));
    }
    this.#events.push(framed);
    return this.#charge(framed.text.length) && this.#length <= this.#maxBytes;
  }

  /** Takes everything that is still worth sending, in order. */
  take(now: number): readonly FramedEvent[] {
    const worthy = this.#events.filter(({ event }) => !isWorthless(event, now));
    this.clear();
    return worthy;
  }

  /** Lets go of everything, and of its share of the budget. */
  clear(): void {
    this.#events = [];
    this.#charge(-this.#length);
  }

  #charge(amount: number): boolean {
    this.#length += amount;
    return this.#budget.charge(amount);
  }
}

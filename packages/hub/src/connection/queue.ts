import { type FramedEvent, isExpired } from "../encoding/framed-event.ts";

/** What all queues of a hub may hold together (D9.2). */
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

/** What one reader that cannot keep up still has to be sent. Exists only while its socket is full (D9.1). */
export class Queue {
  readonly #maxBytes: number;
  readonly #budget: QueueBudget;
  /**
   * The queued events by slot, in the order in which they are sent. The slot is the coalesce key, or a number for an
   * event that nothing replaces.
   */
  readonly #events = new Map<string | number, FramedEvent>();
  #nextSlot = 0;
  #length = 0;

  constructor(maxBytes: number, budget: QueueBudget) {
    this.#maxBytes = maxBytes;
    this.#budget = budget;
  }

  /** Adds an event, in the place of an older one with its coalesce key. False: a bound is passed. */
  push(framed: FramedEvent): boolean {
    this.#nextSlot += 1;
    const slot = framed.slot ?? this.#nextSlot;
    const older = this.#events.get(slot);
    if (older !== undefined) {
      // The newer one goes to the end, where a Map puts what is new: positions must not go back.
      this.#events.delete(slot);
      this.#charge(-older.text.length);
    }
    this.#events.set(slot, framed);
    return this.#charge(framed.text.length) && this.#length <= this.#maxBytes;
  }

  /** Takes everything that is still worth sending, in order. */
  take(now: number): readonly FramedEvent[] {
    const unexpired = [...this.#events.values()].filter(({ event }) => !isExpired(event, now));
    this.clear();
    return unexpired;
  }

  /** Drops everything and gives its share of the budget back. */
  clear(): void {
    this.#events.clear();
    this.#charge(-this.#length);
  }

  #charge(amount: number): boolean {
    this.#length += amount;
    return this.#budget.charge(amount);
  }
}

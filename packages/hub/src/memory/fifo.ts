/** A queue that is also read by index. Adding and taking cost the same however long it is. */
export class Fifo<T> {
  #items: (T | undefined)[] = [];
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** The oldest is 0. */
  at(index: number): T | undefined {
    return this.#items[this.#first + index];
  }

  /** Takes the oldest out. */
  shift(): T | undefined {
    const item = this.#items[this.#first];
    if (this.size === 0) return undefined;
    this.#items[this.#first] = undefined;
    this.#first += 1;
    // Half of it is behind us: moving the rest once costs as much as what was taken since the last time.
    if (this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  /** The index of the first item for which `isPast` is false; it must be true for all before and false for all after. */
  search(isPast: (item: T) => boolean): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = this.at(middle);
      if (item !== undefined && isPast(item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

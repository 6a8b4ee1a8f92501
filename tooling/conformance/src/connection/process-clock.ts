/** How often it looks at the real clock. */
const TICK_MS = 10;
/** What one look can count. More is time in which this process did not get to run. */
const AT_MOST_MS = 2 * TICK_MS;

/**
 * A clock of the time in which this process gets to run.
 *
 * A busy machine keeps a process waiting, and on the clock on the wall a client then looks slow or dead that is neither.
 * Here a wait counts as {@link AT_MOST_MS}, however long it was. On a quiet machine this clock and the real one agree.
 */
export class ProcessClock implements Disposable {
  #counted = 0;
  #lookedAt = performance.now();
  readonly #waiting = new Set<{ readonly until: number; readonly resolve: () => void }>();
  readonly #timer = setInterval(() => this.#look(), TICK_MS);

  /** Milliseconds since it was made. */
  now(): number {
    return this.#counted + Math.min(performance.now() - this.#lookedAt, AT_MOST_MS);
  }

  /** Resolves when `ms` of this clock have passed; never, once it is disposed. */
  wait(ms: number): Promise<void> {
    const until = this.now() + ms;
    return new Promise((resolve) => this.#waiting.add({ until, resolve }));
  }

  #look(): void {
    this.#counted = this.now();
    this.#lookedAt = performance.now();
    for (const one of this.#waiting) {
      if (one.until > this.#counted) continue;
      this.#waiting.delete(one);
      one.resolve();
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

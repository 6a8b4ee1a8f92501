/** State that anyone may read and follow; what `useSyncExternalStore` of React, and its like elsewhere, take. */
export interface Store<State> {
  /** The same object until something changed. */
  getSnapshot(): State;
  /**
   * Calls back after each change.
   *
   * @returns Stops that; twice is harmless.
   */
  subscribe(listener: () => void): () => void;
}

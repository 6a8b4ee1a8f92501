import type { AnyStream } from "@tidings/contracts";
import type { Listeners } from "@tidings/contracts/listeners";
import { checkPosition } from "../position.ts";
import type { AnyReceivedEvent, EventStream } from "./event-stream.ts";
import type { DeliveredEvent, SharedStream } from "./shared-stream.ts";

/** One holder's {@link EventStream} on a shared one; `release` is called once, when it is closed. */
export function createStreamHandle<S extends AnyStream>(
  definition: S,
  shared: SharedStream,
  connect: boolean,
  release: () => void,
): EventStream<S> {
  const leave = new Set<() => void>();
  const unclaim = connect ? undefined : shared.claim();
  let closed = false;

  function join<Args extends readonly unknown[]>(
    listeners: Listeners<Args>,
    listener: (...args: Args) => void,
  ): () => void {
    if (closed) return () => {};
    const remove = listeners.add(listener);
    const end = () => {
      remove();
      leave.delete(end);
    };
    leave.add(end);
    return end;
  }

  return {
    definition,
    getSnapshot: shared.getSnapshot,
    subscribe: (listener) => join(shared.statusListeners, listener),
    on(name, listener) {
      shared.listen(name);
      return join(shared.eventListeners, (event: DeliveredEvent) => {
        if (event.event === name) listener(event as Parameters<typeof listener>[0]);
      });
    },
    onAny: (listener) => join(shared.eventListeners, (event) => listener(event as AnyReceivedEvent<S>)),
    connect: (from) => {
      if (closed) return;
      checkPosition(from);
      // Whoever loads a snapshot after opening holds it against the greeting (C1.3).
      shared.connect(from, !connect);
      unclaim?.();
    },
    reconnect: () => {
      if (!closed) shared.reconnect();
    },
    beginReload: () => (closed ? () => {} : shared.beginReload()),
    close() {
      if (closed) return;
      closed = true;
      for (const end of [...leave]) end();
      unclaim?.();
      release();
    },
    [Symbol.dispose]() {
      this.close();
    },
  };
}

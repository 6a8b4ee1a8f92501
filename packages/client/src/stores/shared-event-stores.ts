import type { AnyStream, StreamQuery } from "@tidings/contracts";
import type { Store } from "@tidings/contracts/listeners";
import type { Client } from "../client.ts";
import { createClientListeners } from "../client-listeners.ts";
import type { EventStream } from "../streams/event-stream.ts";

/** What a stream's events have added up to, for all components of a client that ask with the same query. */
export interface EventStore<State> extends Store<State> {
  /** Holds the stream open and calls back at most once a frame. Returns a function that lets go of it. */
  subscribe(listener: () => void): () => void;
  /** A change by the reader, shown at once. */
  update(change: (state: State) => State): void;
}

/** How events add up. */
export interface EventStoreOptions<S extends AnyStream, State> {
  readonly stream: S;
  readonly initial: State;
  /** Listens to a stream that was just opened. A reducer that returns the same state changes nothing. */
  listen(stream: EventStream<S>, apply: (change: (state: State) => State) => void): void;
}

/**
 * Finds the store of a client and a query, making it for who asks first. It lives as long as its client, so that a
 * reader who comes back to a page finds what was there; it hears the stream only while a component does.
 */
export function shareEventStore<S extends AnyStream, State>(
  options: EventStoreOptions<S, State>,
): (client: Client, query: StreamQuery<S> | undefined) => EventStore<State> {
  const stores = new WeakMap<Client, Map<string, EventStore<State>>>();
  return (client, query) => {
    const ofClient = stores.get(client) ?? new Map<string, EventStore<State>>();
    stores.set(client, ofClient);
    const key = JSON.stringify(query ?? {});
    const store = ofClient.get(key) ?? createEventStore(client, query, options);
    ofClient.set(key, store);
    return store;
  };
}

function createEventStore<S extends AnyStream, State>(
  client: Client,
  query: StreamQuery<S> | undefined,
  { stream, initial, listen }: EventStoreOptions<S, State>,
): EventStore<State> {
  const listeners = createClientListeners(client, `the events of ${stream.name}`);
  let opened: EventStream<S> | undefined;
  let newest = initial;
  let shown = initial;
  let cancelFrame: (() => void) | undefined;

  const show = () => {
    cancelFrame?.();
    cancelFrame = undefined;
    if (shown === newest) return;
    shown = newest;
    listeners.notify();
  };
  const apply = (change: (state: State) => State) => {
    newest = change(newest);
    if (newest !== shown) cancelFrame ??= client.host.schedule(show);
  };

  return {
    getSnapshot: () => shown,
    subscribe(listener) {
      const leave = listeners.add(listener);
      if (opened === undefined) {
        opened = client.open(stream, query === undefined ? {} : { query });
        listen(opened, apply);
      }
      return () => {
        leave();
        if (listeners.size > 0) return;
        opened?.close();
        opened = undefined;
        show();
      };
    },
    update(change) {
      newest = change(newest);
      show();
    },
  };
}

import type { AnyStream } from "@tidings/contracts";
import type { Store } from "@tidings/contracts/listeners";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import type { Client } from "../client.ts";
import { type ConnectionStatus, idleStatus } from "../connection/status.ts";
import { numberOption } from "../number-option.ts";
import type { LiveQuery, LiveSnapshot } from "./live-query.ts";
import type { Loaded } from "./loaded.ts";
import { createReadTracker } from "./read-tracker.ts";
import type { SharedByClient } from "./shared-by-client.ts";

/** What a component shows of a live query: its state, and how far that can be trusted. */
export interface LiveViewSnapshot<State> {
  readonly snapshot: LiveSnapshot<State>;
  /** Counts as changed only when something changed that was ever read from it (C43). */
  readonly connection: ConnectionStatus;
}

/** A shared live query as one component looks at it, which holds it only while it listens. */
export interface LiveView<State, Query> extends Store<LiveViewSnapshot<State>> {
  /**
   * What a server renders, and a browser that takes over from it: the `initial` state or nothing, on an idle connection.
   */
  getServerSnapshot(): LiveViewSnapshot<State>;
  /** The query while somebody listens, for updates and overlays. The same function for ever. */
  held(): Query | undefined;
  /** Loads again. Resolves when the load has ended, even if it failed, and at once while nobody listens. */
  reload(): Promise<void>;
  /** Connects at once instead of waiting. */
  reconnect(): void;
  /**
   * Resolves when there is a state or a failure to show, holding the query until then (C44). The same promise for all
   * who wait.
   */
  settled(): Promise<void>;
}

/** What {@link createLiveView} takes. */
export interface LiveViewOptions<State, Query> {
  readonly client: Client;
  readonly shared: SharedByClient<Query>;
  /** False holds nothing: the view stays empty. Default true. */
  readonly enabled?: boolean | undefined;
  /** What the query is made with, for the server's page and the first render. Default: nothing. */
  readonly initial?: Loaded<State> | undefined;
  /**
   * Milliseconds between two changes of the state that listeners hear of; the first and the last are told. Connection
   * and failures are told at once all the same. 0 to 2^31-1. Default 0: once a frame.
   */
  readonly throttleMs?: number | undefined;
}

const THROTTLE = { fallback: 0, min: 0, max: MAX_TIMER_MS };
const beforeLoad = { data: undefined, status: "loading", error: undefined, isLoading: true } as const;

/**
 * Looks at a shared live query for one component, in any framework: joins it when somebody listens, which a server
 * never does, and leaves it with the last. After that the last state stays, and the next query goes on from it (C41.2).
 *
 * @throws ClientError `invalid_options`
 * @example
 * const view = createLiveView({ client, shared: shareLiveQuery(() => ({ stream: buildsStream, load, apply })) });
 * const leave = view.subscribe(() => render(view.getSnapshot().snapshot.data));
 */
export function createLiveView<State, S extends AnyStream, Query extends LiveQuery<State, S>>(
  options: LiveViewOptions<State, Query & LiveQuery<State, S>>,
): LiveView<State, Query> {
  const { client, shared, enabled = true, initial } = options;
  const throttleMs = numberOption("a live view's throttleMs", options.throttleMs, THROTTLE);
  const track = createReadTracker<ConnectionStatus>();
  let query: (Query & LiveQuery<State, S>) | undefined;
  let last: (Query & LiveQuery<State, S>) | undefined;
  let cancelPause: (() => void) | undefined;

  const first: LiveViewSnapshot<State> = {
    snapshot:
      initial === undefined
        ? beforeLoad
        : { ...beforeLoad, data: initial.data, status: "ready", isLoading: initial.position === undefined },
    connection: idleStatus,
  };
  let view = first;
  let told = first.snapshot;

  function refresh(): void {
    const current = query ?? (enabled ? shared.get(client) : undefined);
    const newest = (current ?? last)?.getSnapshot() ?? first.snapshot;
    const connection = track(current?.stream.getSnapshot() ?? idleStatus);
    const isPaused = cancelPause !== undefined && newest.status === view.snapshot.status;
    const snapshot = isPaused && newest.error === view.snapshot.error ? view.snapshot : newest;
    if (view.snapshot !== snapshot || view.connection !== connection) view = { snapshot, connection };
  }

  return {
    getSnapshot() {
      refresh();
      return view;
    },
    getServerSnapshot: () => first,
    held: () => query,
    reload: async () => query?.reload(),
    reconnect: () => query?.stream.reconnect(),
    settled() {
      const { thing, release } = shared.acquire(client, undefined, last);
      return settledOf(thing, release);
    },
    subscribe(listener) {
      if (!enabled) return () => {};
      const held = shared.acquire(client, undefined, last);
      query = held.thing;
      last = held.thing;
      function onChange(): void {
        refresh();
        if (throttleMs > 0 && view.snapshot !== told) cancelPause ??= client.host.setTimer(resume, throttleMs);
        told = view.snapshot;
        listener();
      }
      function resume(): void {
        cancelPause = undefined;
        onChange();
      }
      const stops = [held.thing.subscribe(onChange), held.thing.stream.subscribe(onChange)];
      return () => {
        for (const stop of stops) stop();
        cancelPause?.();
        cancelPause = undefined;
        held.release();
        query = undefined;
      };
    },
  };
}

const waiting = new WeakMap<object, Promise<void>>();

function settledOf(query: Store<LiveSnapshot<unknown>>, release: () => void): Promise<void> {
  const known = waiting.get(query);
  if (known !== undefined) {
    release();
    return known;
  }
  const promise = new Promise<void>((resolve) => {
    const look = () => {
      if (query.getSnapshot().status === "loading") return;
      leave();
      waiting.delete(query);
      release();
      resolve();
    };
    const leave = query.subscribe(look);
    look();
  });
  waiting.set(query, promise);
  return promise;
}

import type { AnyStream, ConnectionFields, EventName, StreamQuery } from "@tidings/contracts";
import type { Store } from "@tidings/contracts/listeners";
import type { Client, OpenOptions } from "../client.ts";
import { createClientListeners } from "../client-listeners.ts";
import { type BackoffChoice, backoffDelay, defaultBackoff } from "../connection/backoff.ts";
import { ClientError } from "../error.ts";
import type { HostSignal } from "../host/host.ts";
import { isPassing } from "../http/passing.ts";
import { checkPosition } from "../position.ts";
import type { EventStream, ReceivedEvent } from "../streams/event-stream.ts";
import type { ReloadProgress } from "../streams/freshness.ts";
import type { DeliveredEvent } from "../streams/shared-stream.ts";
import { unknownEventName } from "../streams/unknown-event-name.ts";
import { afterGreeting, judgeLoad, type LoadFacts } from "./load-outcome.ts";
import { checkLoaded, type Loaded } from "./loaded.ts";

/** What a live query shows. The same object until something changed. */
export interface LiveSnapshot<State> {
  /** Undefined until the first load succeeded; kept when a later one fails. */
  readonly data: State | undefined;
  /** `error` only while there is no data to show; a failed reload keeps `ready`. */
  readonly status: "loading" | "ready" | "error";
  /** Why the last load failed; undefined after one that succeeded. */
  readonly error: ClientError | undefined;
  /** Whether a load is under way. */
  readonly isLoading: boolean;
}

/** A state loaded once and kept up by a stream; it tells of changes at most once a frame. */
export interface LiveQuery<State, S extends AnyStream> extends Store<LiveSnapshot<State>>, Disposable {
  readonly stream: EventStream<S>;
  /** Loads again; an earlier load still under way is cancelled. Resolves when it is done, whatever came of it. */
  reload(): Promise<void>;
  /** Changes the state for good, as an event would: for the answers of one's own requests. */
  update(change: (state: State) => State): void;
  /** Lays an optimistic change over the state. Returns a function that takes it off again. */
  overlay(change: (state: State) => State): () => void;
  /** Closes the query's handle on the stream; idempotent. */
  close(): void;
}

/** What a reducer may ask for beside changing the state. */
export interface ApplyContext<S extends AnyStream, N extends EventName<S>> {
  readonly event: ReceivedEvent<S, N>;
  /** The event is about something the state does not hold: load again. */
  reload(): void;
}

/** What {@link createLiveQuery} takes. */
export interface LiveQueryOptions<State, S extends AnyStream> {
  readonly client: Client;
  readonly stream: S;
  readonly query?: StreamQuery<S> | undefined;
  /**
   * What is there before the first load, shown as `ready`. With a `position`, as a server that rendered the page read
   * it, nothing is loaded: the stream goes on from there (C42.1). Without one, as of a query that was closed, it is
   * loaded anew, and `load` gets it as `held`. Default: there is nothing to show before the first load.
   */
  readonly initial?: Loaded<State> | undefined;
  /** As {@link OpenOptions.batch}: for streams with bursts. Default false. */
  readonly batch?: boolean | undefined;
  /** As {@link OpenOptions.backoff}. Default: the client's. */
  readonly backoff?: BackoffChoice | undefined;
  /**
   * Fetches the state, and the log position read before its rows. `held` is what it is loaded anew for; undefined until
   * a load succeeded. Where the stream has durable events and there is no position, `onProblem` and the console are told
   * (C31.1).
   */
  load(signal: AbortSignal, held: State | undefined): Promise<Loaded<State>>;
  /**
   * How each event changes the state. Must be idempotent and ignore events that are older than the state: an event may
   * be in the state already.
   */
  readonly apply: Reducers<EventName<S> & string, State, S>;
}

/** How events change a state, by name. The names come first, so that a compiler that refuses another prints them. */
export type Reducers<Names extends EventName<S>, State, S extends AnyStream> = {
  readonly [N in Names]?: (state: State, data: ReceivedEvent<S, N>["data"], context: ApplyContext<S, N>) => State;
};

/**
 * Loads a snapshot and keeps it up by its stream without a hole between the two (C1.1, C1.2).
 *
 * @throws ClientError as `client.open` does, and `invalid_position` where `initial` has a wrong one
 * @example
 * const orders = createLiveQuery({
 *   client,
 *   stream: ordersStream,
 *   load: (signal) => client.call(listOrders, {}, { signal }),
 *   apply: { order_status_update: (orders, change) => applyStatus(orders, change) },
 * });
 * orders.subscribe(() => render(orders.getSnapshot()));
 */
export function createLiveQuery<State, const S extends AnyStream>(
  options: LiveQueryOptions<State, S>,
): LiveQuery<State, S> {
  const { client, initial } = options;
  const { host } = client;
  checkPosition(initial?.position);
  // Read anew for each event: what is shared by components gives its newest reducers.
  const reducers = () => options.apply as Readonly<Record<string, Reducer<State> | undefined>>;
  const listeners = createClientListeners(client, "a live query");
  const overlays = new Set<(state: State) => State>();
  const stream = client.open(options.stream, {
    query: options.query,
    batch: options.batch,
    backoff: options.backoff,
    connect: false,
  });

  for (const name of Object.keys(reducers())) {
    const unknown = unknownEventName(options.stream, name, "a live query's `apply`");
    if (unknown !== undefined) client.report(unknown);
  }

  // A stream that runs already went past the position.
  const isContinuous = initial?.position !== undefined && !hasStarted(stream);
  let base: Base<State> | undefined = initial && { data: initial.data, position: initial.position, isContinuous };
  let error: ClientError | undefined;
  let snapshot: LiveSnapshot<State> = {
    data: initial?.data,
    status: initial === undefined ? "loading" : "ready",
    error: undefined,
    isLoading: !isContinuous,
  };
  let loading: Load<State> | undefined;
  let failures = 0;
  let cancelRetry: (() => void) | undefined;
  let cancelFlush: (() => void) | undefined;
  let endReload: ReloadProgress | undefined;
  let closed = false;

  function changed(): void {
    if (!closed) cancelFlush ??= host.schedule(flush);
  }

  function flush(): void {
    cancelFlush = undefined;
    const status = base !== undefined ? "ready" : error === undefined ? "loading" : "error";
    snapshot = { data: view(), status, error, isLoading: loading !== undefined };
    listeners.notify();
  }

  function view(): State | undefined {
    let data = base?.data;
    for (const change of overlays) {
      const before = data;
      if (before !== undefined) data = guarded(() => change(before), before);
    }
    return data;
  }

  function guarded<R>(callback: () => R, otherwise: R): R {
    try {
      return callback();
    } catch (cause) {
      client.report(new ClientError("listener_failed", "a reducer of a live query threw", { cause }));
      return otherwise;
    }
  }

  function reduce(state: State, event: DeliveredEvent, reload: () => void): State {
    const named = reducers();
    const reducer = Object.hasOwn(named, event.event) ? named[event.event] : undefined;
    return reducer === undefined ? state : guarded(() => reducer(state, event.data, { event, reload }), state);
  }

  function onEvent(event: DeliveredEvent): void {
    if (event.event === "connected") onGreeting(event.data as ConnectionFields);
    loading?.meanwhile.push((state, reload) => reduce(state, event, reload));
    if (base === undefined) return;
    // While a load is under way the event is kept and applied again to what the load brings; it may then ask for
    // another load.
    const data = reduce(base.data, event, loading === undefined ? requestReload : () => {});
    if (data === base.data) return;
    base = { ...base, data };
    changed();
  }

  function onGreeting(greeting: ConnectionFields): void {
    const standing = { hasFailed: error !== undefined, isLoading: loading !== undefined, shown: base };
    const next = afterGreeting(greeting, standing);
    if (next === "reload") requestReload();
    if (next === "require" && loading !== undefined) loading.requiredPosition = greeting.position;
  }

  /** Many events may ask for a load; while one is under way they cost one more. */
  function requestReload(): void {
    if (loading === undefined) void reload();
    else loading.reloadRequested = true;
  }

  async function reload(): Promise<void> {
    if (closed) return;
    loading?.abort.abort();
    cancelRetry?.();
    cancelRetry = undefined;
    const mine: Load<State> = {
      abort: new AbortController(),
      streamWasRunning: hasStarted(stream),
      meanwhile: [],
      reloadRequested: false,
      requiredPosition: undefined,
    };
    loading = mine;
    if (base !== undefined) {
      endReload ??= stream.beginReload();
      if (failures === 0) endReload("loading");
    }
    changed();
    try {
      const loaded = await options.load(mine.abort.signal, base?.data);
      if (loading !== mine) return;
      const { data, position } = checkLoaded(options.stream, loaded, client.report);
      await succeed(mine, data, position);
    } catch (cause) {
      if (loading === mine) fail(cause);
    }
  }

  async function succeed(mine: Load<State>, data: State, position: string | undefined): Promise<void> {
    const streamIsRunning = hasStarted(stream);
    const requestAnother = () => {
      mine.reloadRequested = true;
    };
    // Before the events are applied again, because one of them may ask for another load.
    const upToDate = mine.meanwhile.reduce((state, change) => change(state, requestAnother), data);
    const outcome = judgeLoad({ ...mine, streamIsRunning, position });
    base = { data: upToDate, position, isContinuous: outcome.isContinuous };
    loading = undefined;
    error = undefined;
    failures = 0;
    stream.connect(position);
    changed();
    if (outcome.reload) return reload();
    endReload?.();
    endReload = undefined;
  }

  function fail(cause: unknown): void {
    loading = undefined;
    error =
      cause instanceof ClientError
        ? cause
        : new ClientError("load_failed", "the load of a live query threw; see its cause", { cause });
    failures += 1;
    const passes = isPassing(error);
    // A load that is soon tried again counts as on its way. After a refusal, or repeated failures, what is shown is out
    // of date (C10.4).
    if (!passes || failures >= STALE_AFTER_FAILURES) endReload?.("failed");
    changed();
    // Its greeting tells when the server is back.
    stream.connect();
    if (!passes) return;
    const hints = { retryAfterMs: error.retryAfterMs, random: host.random };
    cancelRetry = host.setTimer(() => void reload(), backoffDelay(defaultBackoff, failures, hints));
  }

  /** A failed load is tried again when the person comes back to the page or the network is back. */
  function onSignal(signal: HostSignal): void {
    if (error === undefined || loading !== undefined) return;
    if (signal === "online" || signal === "visible" || signal === "restore") void reload();
  }

  stream.onAny(onEvent);
  const stopSignals = host.onSignal(onSignal);
  if (isContinuous) stream.connect(initial?.position);
  else void reload();

  return {
    stream,
    getSnapshot: () => snapshot,
    subscribe: listeners.add,
    reload,
    update(change) {
      loading?.meanwhile.push((state) => guarded(() => change(state), state));
      if (base === undefined) return;
      const before = base.data;
      base = { ...base, data: guarded(() => change(before), before) };
      changed();
    },
    overlay(change) {
      const entry = (state: State) => change(state);
      overlays.add(entry);
      changed();
      return () => {
        if (overlays.delete(entry)) changed();
      };
    },
    close() {
      if (closed) return;
      closed = true;
      loading?.abort.abort();
      loading = undefined;
      cancelRetry?.();
      cancelFlush?.();
      endReload?.();
      stopSignals();
      stream.close();
      listeners.clear();
    },
    [Symbol.dispose]() {
      this.close();
    },
  };
}

/** What a load brought, and everything since. */
interface Base<State> {
  readonly data: State;
  readonly position: string | undefined;
  /** Whether the stream brings, or has brought, everything that came after it. */
  readonly isContinuous: boolean;
}

/** A load under way. */
interface Load<State> extends Omit<LoadFacts, "streamIsRunning" | "position"> {
  readonly abort: AbortController;
  /** What changed the state since it began; done again to what it brings. */
  readonly meanwhile: ((state: State, reload: () => void) => State)[];
  reloadRequested: boolean;
  requiredPosition: string | undefined;
}

/** Reloads that fail in a row before the page says that it is out of date. */
const STALE_AFTER_FAILURES = 3;

type Reducer<State> = (state: State, data: unknown, context: { event: DeliveredEvent; reload(): void }) => State;

function hasStarted(stream: Pick<EventStream<AnyStream>, "getSnapshot">): boolean {
  return stream.getSnapshot().state !== "idle";
}

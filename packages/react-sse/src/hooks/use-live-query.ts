"use client";

import {
  type ClientError,
  type ConnectionStatus,
  createLiveView,
  createReadTracker,
  type LiveQuery,
  type LiveView,
  type LiveViewSnapshot,
  type Loaded,
  type SharedLiveQueryOptions,
  shareLiveQuery,
} from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useMemo, useState, useSyncExternalStore } from "react";
import type { StreamOptions } from "./stream-options.ts";
import { useLatestRef } from "./use-latest-ref.ts";
import { useStable } from "./use-stable.ts";
import { useTidings } from "./use-tidings.ts";

/** What {@link useLiveQuery} takes beside its stream. */
export interface LiveQueryHookOptions<State, S extends AnyStream, Data = State>
  extends StreamOptions<S>,
    Pick<SharedLiveQueryOptions<State, S>, "load" | "apply" | "initial" | "key"> {
  /**
   * Picks what the component shows of the state. It renders again only when that changes (`Object.is`, and entry by
   * entry in a list). Default: the whole state.
   */
  readonly select?: ((state: State) => Data) | undefined;
  /**
   * Lets the nearest `<Suspense>` show its fallback until there is data, and the nearest error boundary a failed first
   * load. On a server it needs `initial`. Default false.
   */
  readonly suspense?: boolean | undefined;
  /** Milliseconds between two renders for new data, 0 to 2^31-1. Failures are shown at once. Default 0: once a frame. */
  readonly throttle?: number | undefined;
}

/** What {@link useLiveQuery} gives. A component renders again only when something changes that it has read (C43). */
export interface LiveQueryResult<State, S extends AnyStream, Data = State> {
  /** Undefined until the first load succeeded; kept when a later one fails. */
  readonly data: Data | undefined;
  /** `error` only while there is no data to show; a failed reload keeps `ready`. */
  readonly status: "loading" | "ready" | "error";
  /** Why the last load failed; undefined after one that succeeded. */
  readonly error: ClientError | undefined;
  /** Whether a load is under way. */
  readonly isLoading: boolean;
  readonly connection: ConnectionStatus;
  /**
   * The live query itself while the component is mounted and `enabled`: `held()?.update(…)` shows the answer of one's
   * own request, `held()?.overlay(…)` what one expects of it.
   */
  held(): LiveQuery<State, S> | undefined;
  /** Loads again. Resolves when the load has ended, even if it failed. */
  reload(): Promise<void>;
  /** Connects at once instead of waiting. */
  reconnect(): void;
}

/** {@link LiveQueryResult} where there is always data. */
export interface SuspendedQueryResult<State, S extends AnyStream, Data = State>
  extends LiveQueryResult<State, S, Data> {
  readonly data: Data;
}

/**
 * A list, or any other state, of one's own that is loaded once and kept up by a stream, without a hole between the two
 * (C1). Components on one client that ask for the same stream, `query` and `key` share one load and one connection;
 * `load` and `apply` are then those of the component that came first, and may be written inline.
 *
 * @example
 * const client = useTidings();
 * const { data: builds = [], status, connection } = useLiveQuery(buildsStream, {
 *   load: (signal) => client.call(listBuilds, {}, { signal }),
 *   apply: { build_changed: (builds, build) => builds.map((one) => (one.id === build.id ? build : one)) },
 * });
 * @throws ClientError `invalid_options`; with `suspense` also what the first load failed with
 */
export function useLiveQuery<State, const S extends AnyStream, Data = State>(
  stream: S,
  options: LiveQueryHookOptions<State, S, Data> & { readonly suspense: true },
): SuspendedQueryResult<State, S, Data>;
export function useLiveQuery<State, const S extends AnyStream, Data = State>(
  stream: S,
  options: LiveQueryHookOptions<State, S, Data>,
): LiveQueryResult<State, S, Data>;
export function useLiveQuery<State, const S extends AnyStream, Data = State>(
  stream: S,
  options: LiveQueryHookOptions<State, S, Data>,
): LiveQueryResult<State, S, Data> {
  const client = useTidings();
  const { enabled, throttle: throttleMs, suspense = false, select } = options;
  const { query, batch, backoff, key } = options;
  const latest = useLatestRef(options);
  const open = useStable({ query, batch, backoff, key });
  const initial = useInitial(options.initial, open);
  const view = useMemo(() => {
    const shared = shareLiveQuery<State, S>(() => ({ ...latest.current, ...open, stream, initial }));
    return createLiveView<State, S, LiveQuery<State, S>>({ client, shared, enabled, initial, throttleMs });
  }, [client, stream, open, enabled, initial, throttleMs, latest]);
  const result = useMemo(() => createResult<State, S, Data>(view), [view]);
  const shown = useSyncExternalStore(
    view.subscribe,
    () => result(view.getSnapshot(), select),
    () => {
      if (suspense && initial === undefined) throw new ClientOnly(stream.name);
      return result(view.getServerSnapshot(), select);
    },
  );
  if (suspense && shown.data === undefined) {
    if (shown.error !== undefined) throw shown.error;
    throw view.settled();
  }
  return shown;
}

/** The state that a page was rendered with counts for the query that it came with, and not for the next one (C42.2). */
function useInitial<State>(given: Loaded<State> | undefined, open: object): Loaded<State> | undefined {
  const [first, setFirst] = useState({ given, open });
  if (first.open === open) return first.given;
  if (first.given?.data === given?.data) return undefined;
  setFirst({ given, open });
  return given;
}

/** Makes the results of one component: the same object until something changes that was read from it. */
function createResult<State, S extends AnyStream, Data>(view: LiveView<State, LiveQuery<State, S>>) {
  const track = createReadTracker<LiveQueryResult<State, S, Data>>();
  const { held, reload, reconnect } = view;
  let from: LiveViewSnapshot<State> | undefined;
  let by: ((state: State) => Data) | undefined;
  let result: LiveQueryResult<State, S, Data> | undefined;
  return (next: LiveViewSnapshot<State>, select: ((state: State) => Data) | undefined) => {
    if (result !== undefined && from === next && by === select) return result;
    from = next;
    by = select;
    const { data: state, status, error, isLoading } = next.snapshot;
    const pick = select ?? (asItIs as (state: State) => Data);
    const picked = state === undefined ? undefined : pick(state);
    const data = isSame(result?.data, picked) ? result?.data : picked;
    result = track({ data, status, error, isLoading, connection: next.connection, held, reload, reconnect });
    return result;
  };
}

function asItIs<State>(state: State): State {
  return state;
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!Array.isArray(one) || !Array.isArray(other)) return false;
  return one.length === other.length && one.every((entry, index) => Object.is(entry, other[index]));
}

/** React sends the fallback, and the browser takes over. */
class ClientOnly extends Error {
  constructor(stream: string) {
    super(`the live query of the ${stream} stream suspends, and the server has no data for it: give it \`initial\``);
  }
}

import { type AnyStream, parse } from "@tidings/contracts";
import type { DecodedEvent } from "@tidings/wire";
import { createStopwatch, type Stopwatch } from "../connection/stopwatch.ts";
import type { Host } from "../host/host.ts";

/** States kept; of more, the oldest are forgotten. */
const KEPT_STATES = 64;

/**
 * The newest of each state that a stream told without storing it, as presence is: a server tells it to each connection
 * that opens, and a tab that joins opens none (C20.3). The contract says what is a state: an event whose newer one
 * replaces the older.
 */
export interface LatestStates {
  add(event: DecodedEvent): void;
  clear(): void;
  /** Those whose time to live has not passed, in order of arrival. */
  list(): readonly DecodedEvent[];
}

/** Knows states by the contract's `coalesceBy`, and their time by its `ttl`. */
export function createLatestStates(
  { events }: Pick<AnyStream, "events">,
  host: Pick<Host, "now" | "monotonic">,
): LatestStates {
  const states = new Map<string, { readonly event: DecodedEvent; readonly age: Stopwatch; readonly ttl: number }>();

  function keyOf({ type, data }: DecodedEvent): { readonly key: string; readonly ttl: number } | undefined {
    const definition = Object.hasOwn(events, type) ? events[type] : undefined;
    if (definition?.delivery.coalesceBy === undefined || definition.delivery.durable) return undefined;
    try {
      const parsed = parse(definition.schema, JSON.parse(data));
      if (!parsed.ok) return undefined;
      return { key: `${type} ${definition.delivery.coalesceBy(parsed.data)}`, ttl: definition.delivery.ttl };
    } catch {
      // A broken event is reported where it is delivered (C9.1).
      return undefined;
    }
  }

  return {
    add(event) {
      const state = keyOf(event);
      if (state === undefined) return;
      states.delete(state.key);
      states.set(state.key, { event, age: createStopwatch(host), ttl: state.ttl });
      if (states.size <= KEPT_STATES) return;
      for (const oldest of states.keys()) {
        states.delete(oldest);
        return;
      }
    },
    clear: () => states.clear(),
    list() {
      return [...states.values()].filter(({ age, ttl }) => age.elapsed < ttl).map(({ event }) => event);
    },
  };
}

import { createHost } from "@tidings/client";
import {
  type ConnectionState,
  createConnection,
  createFetchTransport,
  strictBackoff,
} from "@tidings/client/connection";
import type { DecodedEvent } from "@tidings/wire";
import type { Action } from "./connection-case.ts";
import type { ProcessClock } from "./process-clock.ts";

/** What a case's expectations may ask of the client. */
interface ClientObservation {
  readonly events: readonly DecodedEvent[];
  readonly opens: number;
  /** Error events of the connection's life; an event that the server names `error` is none of them. */
  readonly errors: number;
  /** `open` and `error` with the ready state they came with, in order. */
  readonly states: readonly string[];
  readonly finalState: "CONNECTING" | "OPEN" | "CLOSED";
  /** Milliseconds from the start to the first `open`. */
  readonly open: number | undefined;
  /** Milliseconds from the start to the first event. */
  readonly firstEvent: number | undefined;
}

/** A client under observation. */
export interface ObservedClient {
  observe(): ClientObservation;
  close(): void;
}

const READY_STATES = ["CONNECTING", "OPEN", "CLOSED"] as const;

/** Opens a strict client (C4) and observes it as a page observes an EventSource. */
export function observeClient(url: string, actions: readonly Action[], clock: ProcessClock): ObservedClient {
  const startedAt = clock.now();
  const events: DecodedEvent[] = [];
  const states: string[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const seen = { open: 0, error: 0, event: 0, constructed: 0 };
  let readyState: 0 | 1 | 2 = 0;
  let openedAt: number | undefined;
  let firstEventAt: number | undefined;

  function act(on: Action["on"]): void {
    seen[on] += 1;
    for (const action of actions.filter((one) => one.on === on && one.n === seen[on])) {
      if (action.afterMs === undefined) perform(action);
      else timers.add(setTimeout(perform, action.afterMs, action));
    }
  }

  function perform(action: Action): void {
    if (action.do === "throw") throw new Error("a listener threw, as the case has it");
    connection.close();
  }

  function onChange({ state, retryAt, error }: ConnectionState): void {
    const failed = error !== undefined && (state === "closed" || retryAt !== undefined);
    const opened = state === "open" && readyState === 0;
    readyState = state === "open" ? 1 : state === "closed" ? 2 : 0;
    if (!opened && !failed) return;
    const name = opened ? "open" : "error";
    states.push(`${name}:${readyState}`);
    if (opened) openedAt ??= clock.now();
    act(name);
  }

  const host = createHost({ reportError: () => {} });
  const connection = createConnection({
    host,
    transport: createFetchTransport({ host, url, credentials: "same-origin", token: async () => undefined }),
    backoff: strictBackoff,
    strict: true,
    refresh: async () => false,
    onChange,
    onEvent(event) {
      events.push(event);
      firstEventAt ??= clock.now();
      act("event");
    },
  });
  connection.start();
  act("constructed");

  return {
    observe: () => ({
      events: [...events],
      opens: seen.open,
      errors: seen.error,
      states: [...states],
      finalState: READY_STATES[readyState],
      open: openedAt && openedAt - startedAt,
      firstEvent: firstEventAt && firstEventAt - startedAt,
    }),
    close() {
      for (const timer of timers) clearTimeout(timer);
      connection.close();
    },
  };
}

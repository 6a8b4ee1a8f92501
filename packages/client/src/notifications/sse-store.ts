import type { StreamQuery } from "@tidings/contracts";
import type { Store } from "@tidings/contracts/listeners";
import { notificationsStream } from "@tidings/contracts/notifications";
import type { Client } from "../client.ts";
import { createClientListeners } from "../client-listeners.ts";
import type { BackoffChoice } from "../connection/backoff.ts";
import type { ConnectionStatus } from "../connection/status.ts";
import type { EventStream } from "../streams/event-stream.ts";

/** An event as handlers of `useSSE` get it. */
export interface SSEEvent {
  readonly event: string;
  readonly data: unknown;
  /** Its position in the log; absent for events that are not stored. */
  readonly id?: string;
}

/** What of a connection `useSSE` shows. */
export interface SSEView {
  readonly isConnected: boolean;
  readonly isConnecting: boolean;
  readonly lastEvent: SSEEvent | null;
  readonly error: string | null;
  readonly reconnectAttempts: number;
}

/** A connection nobody made yet: what a server renders. */
export const disconnected: SSEView = {
  isConnected: false,
  isConnecting: false,
  lastEvent: null,
  error: null,
  reconnectAttempts: 0,
};

interface Registration {
  readonly eventType: string;
  readonly handler: (event: SSEEvent) => void;
  stop: (() => void) | undefined;
}

/** The notifications stream as one view that changes once a frame, and that may be let go of and taken up again. */
export interface SSEStore extends Store<SSEView> {
  /** Connects after `disconnect`, or after it gave up; at once where it waits. */
  connect(): void;
  /** Closes the stream; handlers stay, for the next `connect`. */
  disconnect(): void;
  /**
   * Hears the events of one name, custom ones too.
   *
   * @returns Stops that.
   */
  addEventListener(eventType: string, handler: (event: SSEEvent) => void): () => void;
}

/**
 * Makes an {@link SSEStore}, not connected yet.
 *
 * @example
 * const store = createSSEStore(client, { userId: "user123" }, {});
 * store.connect();
 */
export function createSSEStore(
  client: Client,
  query: StreamQuery<typeof notificationsStream>,
  backoff: BackoffChoice,
): SSEStore {
  const listeners = createClientListeners(client, "useSSE");
  const registrations = new Set<Registration>();
  let stream: EventStream<typeof notificationsStream> | undefined;
  let view = disconnected;
  let lastEvent: SSEEvent | null = null;
  let cancelFrame: (() => void) | undefined;

  const update = () => {
    cancelFrame = undefined;
    view = stream === undefined ? { ...disconnected, lastEvent } : toView(stream.getSnapshot(), lastEvent);
    listeners.notify();
  };
  const changed = () => {
    cancelFrame ??= client.host.schedule(update);
  };
  const register = (registration: Registration) => {
    const { eventType, handler } = registration;
    registration.stop = stream?.on(eventType, (event) => handler(toSSEEvent(event)));
  };

  return {
    getSnapshot: () => view,
    subscribe: listeners.add,
    connect() {
      if (stream !== undefined) {
        if (stream.getSnapshot().state !== "open") stream.reconnect();
        return;
      }
      stream = client.open(notificationsStream, { query, backoff });
      stream.subscribe(changed);
      stream.onAny((event) => {
        lastEvent = toSSEEvent(event);
        changed();
      });
      for (const registration of registrations) register(registration);
      update();
    },
    disconnect() {
      stream?.close();
      stream = undefined;
      cancelFrame?.();
      update();
    },
    addEventListener(eventType: string, handler: (event: SSEEvent) => void) {
      const registration: Registration = { eventType, handler, stop: undefined };
      registrations.add(registration);
      register(registration);
      return () => {
        registration.stop?.();
        registrations.delete(registration);
      };
    },
  };
}

const connecting: ReadonlySet<ConnectionStatus["state"]> = new Set(["idle", "connecting", "reconnecting"]);

function toView(status: ConnectionStatus, lastEvent: SSEEvent | null): SSEView {
  return {
    isConnected: status.state === "open" && status.freshness !== "unknown",
    // An idle stream that somebody holds is about to start. An open one without a greeting may bring nothing (C10.2).
    isConnecting: connecting.has(status.state) || (status.state === "open" && status.freshness === "unknown"),
    lastEvent,
    error: status.error?.reason ?? null,
    reconnectAttempts: status.attempt,
  };
}

function toSSEEvent(event: { readonly event: string; readonly data: unknown; readonly id: string }): SSEEvent {
  return { event: event.event, data: event.data, ...(event.id === "" ? {} : { id: event.id }) };
}

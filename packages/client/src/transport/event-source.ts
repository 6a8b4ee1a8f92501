import { ClientError } from "../error.ts";
import type { Host } from "../host/host.ts";
import { withQuery } from "../http/url.ts";
import type { AddressCredential } from "./address-credential.ts";
import type { Transport, TransportEnd, TransportHandlers } from "./transport.ts";

/** What the native transport needs to know of a stream. */
export interface EventSourceTransportOptions {
  readonly host: Pick<Host, "createEventSource">;
  readonly url: string;
  readonly credentials: RequestCredentials;
  /** What proves in the address who the reader is; asked for again at each attempt. */
  credential(signal: AbortSignal): Promise<AddressCredential>;
  /** The names to listen for; native EventSource has no way to hear all. */
  readonly names: Iterable<string>;
}

/**
 * Streams by native `EventSource`, for where `fetch` cannot stream. It hides statuses, heartbeats and ids without
 * events, so a refusal is retried whatever it was, and silence goes unnoticed. Its own reconnecting is never used:
 * the connection machine comes back by itself, with `?lastEventId=` (C2.3).
 */
export function createEventSourceTransport(options: EventSourceTransportOptions): Transport {
  const names = new Set(["message", ...options.names]);
  let current: NativeConnection | undefined;
  return {
    seesHeartbeats: false,
    open({ lastEventId }, handlers) {
      const connection = createNativeConnection(options.host, names, lastEventId, handlers);
      current = connection;
      void openWhenReady(options, lastEventId, handlers, connection);
      return connection;
    },
    listen(name) {
      if (names.has(name)) return;
      names.add(name);
      current?.listen(name);
    },
  };
}

interface NativeConnection {
  /** Aborts when it is closed. */
  readonly signal: AbortSignal;
  start(url: string, withCredentials: boolean): void;
  listen(name: string): void;
  close(): void;
}

async function openWhenReady(
  options: EventSourceTransportOptions,
  lastEventId: string,
  handlers: TransportHandlers,
  connection: NativeConnection,
): Promise<void> {
  try {
    const credential = await options.credential(connection.signal);
    if (connection.signal.aborted) return;
    const url = withQuery(options.url, { ...credential, lastEventId: lastEventId === "" ? undefined : lastEventId });
    connection.start(url, options.credentials === "include");
  } catch (cause) {
    if (!connection.signal.aborted) handlers.onEnd(endOf(cause));
  }
}

/** A refused ticket ends an attempt as a refused stream would. */
function endOf(cause: unknown): TransportEnd {
  if (!(cause instanceof ClientError) || cause.code !== "http" || cause.status === undefined) {
    return { kind: "network", cause };
  }
  const { request = "", status, errors, retryAfterMs } = cause;
  return { kind: "status", request, status, errors, retryAfterMs };
}

function createNativeConnection(
  host: Pick<Host, "createEventSource">,
  names: Iterable<string>,
  lastEventId: string,
  handlers: TransportHandlers,
): NativeConnection {
  let source: EventSource | undefined;
  const closing = new AbortController();
  const { signal } = closing;
  let id = lastEventId;
  let sawId = false;

  const onMessage = (event: Event) => {
    // A server's event named "error" is a MessageEvent; the browser's own is not.
    if (signal.aborted || !isMessage(event)) return;
    // A new EventSource does not know the id carried over; until it has seen one, that id is still in force.
    if (event.lastEventId !== "" || sawId) {
      sawId = true;
      id = event.lastEventId;
    }
    handlers.onActivity();
    handlers.onEvent({ type: event.type, data: event.data, lastEventId: id });
  };
  const close = () => {
    closing.abort();
    source?.close();
  };

  return {
    signal,
    start(url, withCredentials) {
      const opened = host.createEventSource(url, { withCredentials });
      source = opened;
      opened.onopen = (event) => {
        if (!signal.aborted && !isMessage(event)) handlers.onOpen();
      };
      opened.onerror = (event) => {
        if (signal.aborted || isMessage(event)) return;
        const refused = opened.readyState === 2;
        close();
        handlers.onEnd({ kind: refused ? "refused" : "ended" });
      };
      for (const name of names) opened.addEventListener(name, onMessage);
    },
    listen(name) {
      source?.addEventListener(name, onMessage);
    },
    close,
  };
}

function isMessage(event: Event): event is MessageEvent<string> {
  return "data" in event && typeof event.data === "string";
}

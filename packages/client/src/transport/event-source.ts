import type { Host } from "../host.ts";
import { withQuery } from "../url.ts";
import type { Transport, TransportHandlers } from "./transport.ts";

/** What the native transport needs to know of a stream. */
export interface EventSourceTransportOptions {
  readonly host: Pick<Host, "createEventSource">;
  readonly url: string;
  readonly credentials: RequestCredentials;
  /** The token to put in the address, if any: no header can be set. */
  token(): Promise<string | undefined>;
  /** The names to listen for; native EventSource has no way to hear all. */
  readonly names: Iterable<string>;
}

/**
 * Streams by native `EventSource`, for where `fetch` cannot stream. It hides statuses, heartbeats and ids without
 * events, so a refusal is retried whatever it was, and silence goes unnoticed. Its own reconnecting is never used:
 * the connection machine comes back by itself, with `?lastEventId=` (C2).
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
  readonly isClosed: boolean;
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
    const token = await options.token();
    if (connection.isClosed) return;
    const url = withQuery(options.url, { token, lastEventId: lastEventId === "" ? undefined : lastEventId });
    connection.start(url, options.credentials === "include");
  } catch (cause) {
    if (!connection.isClosed) handlers.onEnd({ kind: "network", cause });
  }
}

function createNativeConnection(
  host: Pick<Host, "createEventSource">,
  names: Iterable<string>,
  lastEventId: string,
  handlers: TransportHandlers,
): NativeConnection {
  let source: EventSource | undefined;
  let closed = false;
  let id = lastEventId;
  let sawId = false;

  const onMessage = (event: Event) => {
    // A server's event named "error" is a MessageEvent; the browser's own is not.
    if (closed || !isMessage(event)) return;
    // A new EventSource does not know the id carried over; until it has seen one, that id is still in force.
    if (event.lastEventId !== "" || sawId) {
      sawId = true;
      id = event.lastEventId;
    }
    handlers.onActivity();
    handlers.onEvent({ type: event.type, data: event.data, lastEventId: id });
  };
  const close = () => {
    closed = true;
    source?.close();
    source = undefined;
  };

  return {
    get isClosed() {
      return closed;
    },
    start(url, withCredentials) {
      const opened = host.createEventSource(url, { withCredentials });
      source = opened;
      opened.onopen = (event) => {
        if (!closed && !isMessage(event)) handlers.onOpen();
      };
      opened.onerror = (event) => {
        if (closed || isMessage(event)) return;
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

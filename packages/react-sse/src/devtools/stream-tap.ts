import { ClientError, createHost, type Host } from "@tidings/client";
import type { Store } from "@tidings/contracts/listeners";
import { createListeners } from "@tidings/contracts/listeners";
import { numberOption } from "@tidings/contracts/number-option";
import { type ConnectionRecord, recordConnection, type TappedConnection } from "./tapped-connection.ts";

/** Connections that are remembered; those still open are never forgotten. */
const KEPT_CONNECTIONS = 20;

/** Milliseconds between two looks at a busy stream: nobody reads faster, and the page needs the time. */
const REST_MS = 100;

/** What {@link createStreamTap} takes. */
export interface StreamTapOptions {
  /** Blocks kept of each connection. Default 200; 0 keeps none, Infinity all of them. */
  readonly keep?: number | undefined;
  /** The client's host, where it has one of its own: its `fetch` is what is tapped. */
  readonly host?: Partial<Host> | undefined;
}

/**
 * Writes down what streams bring, as it came over the wire: a store of the connections, oldest first. While someone is
 * subscribed it changes with a frame (C15), and at most ten times a second.
 */
export interface StreamTap extends Store<readonly TappedConnection[]> {
  /** For `createClient({ host: { fetch: tap.fetch } })`: asks as the host would, and listens to the answer. */
  readonly fetch: Host["fetch"];
  /** Forgets all blocks, and the connections that are over. */
  clear(): void;
}

/**
 * Makes a tap between a client and the network. It hears every stream that `fetch` opens: chunks pass through to the
 * page first, at the page's own pace, and are read on their way. Other answers are handed on untouched; streams of a
 * native `EventSource`, or that another tab holds, pass it by.
 *
 * @throws ClientError `invalid_options`
 * @example
 * const tap = createStreamTap();
 * const client = createClient({ host: { fetch: tap.fetch } });
 * <StreamInspector tap={tap} />
 */
export function createStreamTap({ host: overrides = {}, ...options }: StreamTapOptions = {}): StreamTap {
  const rule = { fallback: 200, min: 0, max: Number.POSITIVE_INFINITY, whole: true };
  const refuse = (message: string) => new ClientError("invalid_options", message);
  const keep = numberOption("createStreamTap's keep", options.keep, rule, refuse);
  const host = createHost(overrides);
  const listeners = createListeners((cause) => host.reportError(cause));
  let records: ConnectionRecord[] = [];
  let begun = 0;
  let published: readonly TappedConnection[] = [];
  let publishedAt = Number.NEGATIVE_INFINITY;
  let outdated = false;
  let cancelNext: (() => void) | undefined;

  const publish = () => {
    cancelNext = undefined;
    publishedAt = host.monotonic();
    published = records.map((record) => record.getSnapshot());
    outdated = false;
    listeners.notify();
  };
  const schedule = () => {
    if (cancelNext || !outdated || listeners.size === 0) return;
    const rest = publishedAt + REST_MS - host.monotonic();
    const inFrame = () => {
      cancelNext = host.schedule(publish);
    };
    if (rest > 0) cancelNext = host.setTimer(inFrame, rest);
    else inFrame();
  };
  const changed = () => {
    outdated = true;
    schedule();
  };

  const begin = (address: string, headers: Headers): ConnectionRecord => {
    begun += 1;
    const now = () => host.now();
    const record = recordConnection({
      id: begun,
      address,
      lastEventId: positionIn(address, headers),
      keep,
      now,
      changed,
    });
    records = forgetOldest([...records, record]);
    changed();
    return record;
  };

  return {
    async fetch(url, init) {
      const headers = new Headers(init.headers);
      const asked = isEventStream(headers.get("accept")) ? begin(url, headers) : undefined;
      let response: Response;
      try {
        response = await host.fetch(url, init);
      } catch (error) {
        asked?.end(init.signal?.aborted ? "closed" : "failed");
        throw error;
      }
      const isStream = response.ok && isEventStream(response.headers.get("content-type"));
      if (!isStream || response.body === null) {
        asked?.answered(response.status, false);
        return response;
      }
      const record = asked ?? begin(url, headers);
      record.answered(response.status, true);
      const { status, statusText } = response;
      return new Response(tapBody(response.body, record, init.signal), {
        status,
        statusText,
        headers: response.headers,
      });
    },
    getSnapshot() {
      if (outdated && listeners.size === 0) publish();
      return published;
    },
    subscribe(listener) {
      const leave = listeners.add(listener);
      schedule();
      return () => {
        leave();
        if (listeners.size > 0) return;
        cancelNext?.();
        cancelNext = undefined;
      };
    },
    clear() {
      records = records.filter((record) => record.getSnapshot().endedAt === undefined);
      for (const record of records) record.clear();
      changed();
    },
  };
}

/**
 * The same bytes, asked for only when the page asks: where it reads slowly the server is held back as without a tap,
 * and where it stops nothing piles up here.
 */
function tapBody(
  body: ReadableStream<Uint8Array>,
  record: ConnectionRecord,
  signal: AbortSignal | null | undefined,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            record.end("ended");
            return;
          }
          controller.enqueue(value);
          record.take(value);
        } catch (error) {
          record.end(signal?.aborted ? "closed" : "failed");
          throw error;
        }
      },
      cancel(reason) {
        record.end("closed");
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function forgetOldest(records: ConnectionRecord[]): ConnectionRecord[] {
  let excess = records.length - KEPT_CONNECTIONS;
  if (excess <= 0) return records;
  return records.filter((record) => {
    if (excess <= 0 || record.getSnapshot().endedAt === undefined) return true;
    excess -= 1;
    return false;
  });
}

function isEventStream(type: string | null): boolean {
  return type?.split(";")[0]?.trim().toLowerCase() === "text/event-stream";
}

function positionIn(address: string, headers: Headers): string | undefined {
  const query = new URLSearchParams(address.slice(address.indexOf("?") + 1));
  return headers.get("last-event-id") || query.get("lastEventId") || undefined;
}

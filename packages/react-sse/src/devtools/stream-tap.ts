import { ClientError, createHost, type Host } from "@tidings/client";
import type { Store } from "@tidings/contracts/listeners";
import { createListeners } from "@tidings/contracts/listeners";
import { numberOption } from "@tidings/contracts/number-option";
import { type ConnectionRecord, recordConnection, type TappedConnection } from "./tapped-connection.ts";

/** How many connections are remembered. Open ones are never forgotten. */
const KEPT_CONNECTIONS = 20;

/** The fewest milliseconds between two updates of a busy stream. Nobody reads faster, and the page needs the time. */
const REST_MS = 100;

/** What {@link createStreamTap} takes. */
export interface StreamTapOptions {
  /** Blocks kept of each connection. Default 200; 0 keeps none, Infinity all of them. */
  readonly keep?: number | undefined;
  /** The client's host, if it has its own. The tap wraps its `fetch`. */
  readonly host?: Partial<Host> | undefined;
}

/**
 * Records the raw text of streams: a store of the connections, oldest first. While it has subscribers it changes at
 * most once a frame (C15) and ten times a second.
 */
export interface StreamTap extends Store<readonly TappedConnection[]> {
  /** For `createClient({ host: { fetch: tap.fetch } })`. It calls the host's `fetch` and records the answer. */
  readonly fetch: Host["fetch"];
  /** Forgets all blocks, and the connections that have ended. */
  clear(): void;
}

/**
 * Makes a tap between a client and the network. It records every stream that `fetch` opens. Chunks go to the page
 * first, at the page's own pace. Other answers are passed on unchanged. It does not see streams of a native
 * `EventSource`, or those that another tab holds.
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
 * Passes on the same bytes, and reads only when the page reads. So backpressure works as without a tap, and nothing
 * accumulates here when the page stops reading.
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

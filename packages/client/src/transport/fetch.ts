import { createDecoder, WireError } from "@tidings/wire";
import type { Host } from "../host/host.ts";
import { readErrors } from "../http/error-body.ts";
import { requestOf } from "../http/http-error.ts";
import { readRetryAfter } from "../http/retry-after.ts";
import { withQuery } from "../http/url.ts";
import { isEventStream } from "./mime.ts";
import type { ResumePoint, Transport, TransportHandlers } from "./transport.ts";

/** What the fetch transport needs to know of a stream. */
export interface FetchTransportOptions {
  readonly host: Pick<Host, "fetch" | "now">;
  readonly url: string;
  readonly credentials: RequestCredentials;
  /** The bearer token to send, if any. */
  token(): Promise<string | undefined>;
}

/** Streams by `fetch`: headers may be set, statuses are seen, heartbeats are heard (C2.1). */
export function createFetchTransport(options: FetchTransportOptions): Transport {
  return {
    seesHeartbeats: true,
    open(resume, handlers) {
      const abort = new AbortController();
      void read(options, resume, handlers, abort.signal);
      return { close: () => abort.abort() };
    },
  };
}

async function read(
  options: FetchTransportOptions,
  { lastEventId, fromSnapshot }: ResumePoint,
  handlers: TransportHandlers,
  signal: AbortSignal,
): Promise<void> {
  try {
    const headers = await requestHeaders(options, lastEventId);
    if (signal.aborted) return;
    const url = fromSnapshot ? withQuery(options.url, { lastEventId }) : options.url;
    const response = await options.host.fetch(url, {
      headers,
      signal,
      cache: "no-store",
      credentials: options.credentials,
    });
    if (signal.aborted) return;
    const request = requestOf("GET", url);
    if (response.status !== 200) {
      const retryAfterMs = readRetryAfter(response.headers, options.host.now());
      const errors = await readErrors(response);
      if (!signal.aborted) handlers.onEnd({ kind: "status", request, status: response.status, errors, retryAfterMs });
      return;
    }
    const contentType = response.headers.get("content-type");
    if (!isEventStream(contentType)) {
      void response.body?.cancel().catch(() => {});
      handlers.onEnd({ kind: "wrong_type", request, contentType });
      return;
    }
    handlers.onOpen();
    if (response.body !== null && !signal.aborted) await pump(response.body, lastEventId, handlers, signal);
    if (!signal.aborted) handlers.onEnd({ kind: "ended" });
  } catch (cause) {
    if (signal.aborted) return;
    handlers.onEnd({ kind: cause instanceof WireError ? "too_long" : "network", cause });
  }
}

async function requestHeaders(options: FetchTransportOptions, lastEventId: string): Promise<Record<string, string>> {
  const headers: Record<string, string> = { accept: "text/event-stream" };
  if (lastEventId !== "") headers["last-event-id"] = toBinaryString(lastEventId);
  const token = await options.token();
  if (token) headers.authorization = `Bearer ${token}`;
  return headers;
}

/** Header values are bytes: fetch throws at a character above U+00FF, so the id's UTF-8 bytes go one character each. */
function toBinaryString(text: string): string {
  // One by one: as many arguments as a long id has bytes would overflow the stack.
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

async function pump(
  body: ReadableStream<Uint8Array>,
  lastEventId: string,
  handlers: TransportHandlers,
  signal: AbortSignal,
): Promise<void> {
  let id = lastEventId;
  const decoder = createDecoder({
    lastEventId,
    onEvent: (event) => {
      if (!signal.aborted) handlers.onEvent(event);
    },
    onRetry: (milliseconds) => handlers.onRetry(milliseconds),
  });
  const reader = body.getReader();
  // A host whose fetch does not end the body with the signal must not keep it.
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      handlers.onActivity();
      decoder.decode(value);
      if (signal.aborted) return;
      if (decoder.lastEventId !== id) {
        id = decoder.lastEventId;
        handlers.onId(id);
      }
    }
  } catch (cause) {
    cancel();
    throw cause;
  } finally {
    signal.removeEventListener("abort", cancel);
    reader.releaseLock();
  }
}

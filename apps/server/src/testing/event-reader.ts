import { createDecoder, type DecodedEvent } from "@tidings/wire";

/** How to open a stream. */
export interface OpenOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** An event of a stream with its payload read, and the payload as it came. */
export interface ReadEvent {
  readonly type: string;
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads that they have not validated
  readonly data: any;
  readonly text: string;
}

/** Reads one stream, event by event. */
export interface EventReader {
  readonly response: Response;
  /** The next event; rejects when the stream ends before one. */
  next(): Promise<ReadEvent>;
  /** The next comment's text. */
  nextComment(): Promise<string>;
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>;
  /** Every event there was and was not asked for yet. */
  pending(): readonly ReadEvent[];
  close(): void;
}

/** Opens a stream with `fetch` and decodes it as a browser would. */
export async function openStream(url: string, { headers = {} }: OpenOptions = {}): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(url, { headers: { Accept: "text/event-stream", ...headers }, signal: abort.signal });
  const events = createMailbox<ReadEvent>();
  const comments = createMailbox<string>();
  const decoder = createDecoder({ onEvent: (event) => events.put(read(event)), onComment: comments.put });

  async function pump() {
    try {
      for await (const chunk of response.body ?? []) decoder.decode(chunk);
    } catch {
      // Closed by us, or cut by the server: both end the stream.
    }
    events.end();
    comments.end();
  }

  return {
    response,
    next: events.take,
    nextComment: comments.take,
    ended: response.ok ? pump() : Promise.resolve(),
    pending: events.rest,
    close: () => abort.abort(),
  };
}

function read({ type, data, lastEventId }: DecodedEvent): ReadEvent {
  return { type, id: lastEventId, data: JSON.parse(data), text: data };
}

function createMailbox<T>() {
  const waiting: { resolve(value: T): void; reject(error: Error): void }[] = [];
  const values: T[] = [];
  let ended = false;
  return {
    put(value: T) {
      const taker = waiting.shift();
      if (taker === undefined) values.push(value);
      else taker.resolve(value);
    },
    take(): Promise<T> {
      const value = values.shift();
      if (value !== undefined) return Promise.resolve(value);
      if (ended) return Promise.reject(new Error("the stream has ended"));
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    rest: () => values.splice(0),
    end() {
      ended = true;
      for (const { reject } of waiting.splice(0)) reject(new Error("the stream has ended"));
    },
  };
}

import { createDecoder, type DecodedEvent } from "@tidings/wire";

/** One stream read as a client would. */
export interface OpenStream {
  readonly response: Response;
  /** The next event with its data parsed, or undefined where the stream is over: MSW in Node ends a broken one too. */
  next(): Promise<ReadEvent | undefined>;
  /** Comments heard so far. */
  readonly comments: readonly string[];
  close(): Promise<void>;
}

/** An event as a client's listener sees it. */
interface ReadEvent {
  readonly type: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

/** Opens a stream with a real fetch. */
export async function openStream(url: string, headers: Record<string, string> = {}): Promise<OpenStream> {
  const response = await fetch(url, { headers: { Accept: "text/event-stream", ...headers } });
  const reader = response.body?.getReader();
  const read: ReadEvent[] = [];
  const comments: string[] = [];
  const decoder = createDecoder({
    onEvent: (event) => read.push(parsed(event)),
    onComment: (text) => comments.push(text),
  });

  return {
    response,
    comments,
    async next() {
      for (;;) {
        const event = read.shift();
        if (event) return event;
        try {
          const chunk = await reader?.read();
          if (!chunk?.value) return undefined;
          decoder.decode(chunk.value);
        } catch {
          return undefined;
        }
      }
    },
    async close() {
      await reader?.cancel();
    },
  };
}

function parsed(event: DecodedEvent): ReadEvent {
  return { type: event.type, id: event.lastEventId, data: JSON.parse(event.data) };
}

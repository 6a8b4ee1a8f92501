import { createDecoder, type DecodedEvent } from "@tidings/wire";
import { onTestFinished } from "vitest";

/** A stream as any HTTP client hears it. */
export interface Heard {
  readonly response: Response;
  /** Resolves with the next event, the greeting first; with undefined once the stream has ended. */
  next(): Promise<DecodedEvent | undefined>;
}

/** Opens a stream; it ends with its test. */
export async function listenTo(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Heard> {
  const gone = new AbortController();
  onTestFinished(() => gone.abort());
  const response = await fetch(url, { headers, signal: gone.signal });
  const events: DecodedEvent[] = [];
  const decoder = createDecoder({ onEvent: (event) => events.push(event) });
  const reader = response.body?.getReader();
  return {
    response,
    async next() {
      for (;;) {
        const event = events.shift();
        if (event !== undefined) return event;
        const chunk = await reader?.read();
        if (chunk?.value === undefined) return undefined;
        decoder.decode(chunk.value);
      }
    },
  };
}

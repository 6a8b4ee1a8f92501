import { ordersStream } from "@tidings/contracts/orders";
import { createDecoder } from "@tidings/wire";
import type { Site } from "./api.ts";

/** How to open a stream. */
export interface StreamRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** An orders stream that is read as it comes. */
export interface OpenStream extends Disposable {
  readonly status: number;
  /** The data of its events so far, by name. */
  readonly events: readonly ReceivedEvent[];
  /** Resolves when the other side has ended it. */
  readonly ended: Promise<void>;
}

/** An event as it came, and when. */
export interface ReceivedEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Opens the orders stream without a browser. */
export async function openStream(site: Site, { headers = {}, query = "" }: StreamRequest): Promise<OpenStream> {
  const abort = new AbortController();
  const response = await fetch(`${site.url}${ordersStream.path}${query}`, { headers, signal: abort.signal });
  const events: ReceivedEvent[] = [];
  const decoder = createDecoder({
    onEvent: ({ type, data }) => events.push({ type, data: JSON.parse(data), at: Date.now() }),
  });

  async function read() {
    try {
      for await (const chunk of response.body ?? []) decoder.decode(chunk);
    } catch {
      // Cut, by either side: over is over.
    }
  }

  return {
    status: response.status,
    events,
    ended: response.ok ? read() : Promise.resolve(),
    [Symbol.dispose]: () => abort.abort(),
  };
}

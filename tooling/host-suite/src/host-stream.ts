import { createDecoder } from "@tidings/wire";

/** A stream that is read as it comes, over anything else that may be there. */
export interface HostStream extends Disposable {
  readonly status: number;
  readonly events: readonly HostEvent[];
  /** Resolves when the other side has ended it. */
  readonly ended: Promise<void>;
}

/** An event as it came. */
export interface HostEvent {
  readonly type: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Opens a stream of any contract, after a position and with headers where they are given. */
export async function openHostStream(
  address: string,
  lastEventId?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<HostStream> {
  const abort = new AbortController();
  const headers = { ...more, ...(lastEventId !== undefined && { "Last-Event-ID": lastEventId }) };
  const response = await fetch(address, { headers, signal: abort.signal });
  const events: HostEvent[] = [];
  const decoder = createDecoder({
    onEvent: ({ type, data }) => events.push({ type, id: decoder.lastEventId, data: JSON.parse(data) }),
  });

  async function read() {
    try {
      for await (const chunk of response.body ?? []) decoder.decode(chunk);
    } catch {
      // Cut, by either side: over is over.
    }
  }

  if (!response.ok) await response.body?.cancel();
  return {
    status: response.status,
    events,
    ended: response.ok ? read() : Promise.resolve(),
    [Symbol.dispose]: () => abort.abort(),
  };
}

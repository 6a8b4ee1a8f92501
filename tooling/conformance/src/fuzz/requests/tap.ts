import type { Person } from "./world.ts";

/** A user's open stream, kept open while others misbehave, and every byte that came over it. */
export interface Tap {
  /** Whose it is, and which. */
  readonly name: string;
  readonly text: string;
  /** Whether it ended. Nothing that others send may cause that. */
  readonly ended: boolean;
  /** Resolves when the words came this many times; never where they do not. */
  until(words: string, times: number): Promise<void>;
  close(): void;
}

/**
 * Opens a stream; resolves when it is greeted.
 *
 * @throws Error when the stream is refused
 */
export async function tapStream(url: string, path: string, { id, token }: Person): Promise<Tap> {
  const abort = new AbortController();
  const headers = { accept: "text/event-stream", authorization: `Bearer ${token}` };
  const response = await fetch(url + path, { headers, signal: abort.signal });
  if (!response.ok) throw new Error(`${path} of ${id} was refused: ${response.status} ${await response.text()}`);
  let text = "";
  let ended = false;
  const waiting = new Set<() => void>();

  async function read(): Promise<void> {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      for (const look of waiting) look();
    }
  }
  read()
    .catch(() => {})
    .finally(() => {
      ended = true;
    });

  const tap: Tap = {
    name: `${path} of ${id}`,
    get text() {
      return text;
    },
    get ended() {
      return ended;
    },
    until: (words, times) =>
      new Promise((resolve) => {
        const look = () => {
          if (text.split(words).length <= times) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: () => abort.abort(),
  };
  await tap.until("event: connected", 1);
  return tap;
}

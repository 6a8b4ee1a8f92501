import { createDecoder, type DecodedEvent } from "@tidings/wire";
import { codeOf } from "../error.ts";

/** What the doctor opens streams with. */
export interface ProbeOptions {
  readonly url: URL;
  readonly token: string | undefined;
  readonly origin: string | undefined;
  /** Milliseconds to wait for an answer and for the first event. */
  readonly waitMs: number;
}

/** An answer as a browser or a proxy sees it, and the stream that follows. */
export interface Probe {
  readonly response: Response;
  /** Milliseconds until the headers were there. */
  readonly headersMs: number;
  /** Resolves with the next event, or with why there is none: `late` after the time, `ended` if the stream ended. */
  event(withinMs: number): Promise<DecodedEvent | "late" | "ended">;
  /** Resolves with the first bytes, heartbeats included, that come after the call. */
  bytes(withinMs: number): Promise<"bytes" | "late" | "ended">;
  close(): void;
}

/**
 * Opens the stream.
 *
 * @returns the probe; `late` if no headers came in time; else the error code of the failed connection
 */
export async function openProbe(
  { url, token, origin, waitMs }: ProbeOptions,
  lastEventId?: string,
): Promise<Probe | "late" | { readonly code: string }> {
  const gone = new AbortController();
  const began = performance.now();
  const headers = {
    Accept: "text/event-stream",
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    ...(origin !== undefined && { Origin: origin }),
    ...(lastEventId !== undefined && { "Last-Event-ID": lastEventId }),
  };
  try {
    const opening = fetch(url, { headers, redirect: "manual", signal: gone.signal });
    const response = await within(opening, waitMs);
    if (response !== "late") return probeOf(response, performance.now() - began, () => gone.abort());
    opening.catch(() => {});
    gone.abort();
    return "late";
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return { code: codeOf(cause) ?? String(error) };
  }
}

function probeOf(response: Response, headersMs: number, close: () => void): Probe {
  const events: DecodedEvent[] = [];
  const decoder = createDecoder({ onEvent: (event) => events.push(event) });
  const reader = response.body?.getReader();
  /** A read that timed out goes on, and the next wait uses its result. */
  let reading: Promise<Uint8Array | undefined> | undefined;

  async function bytes(withinMs: number) {
    reading ??= reader?.read().then(
      ({ value }) => value,
      () => undefined,
    );
    const chunk = await within(reading ?? Promise.resolve(undefined), withinMs);
    if (chunk === "late") return "late";
    reading = undefined;
    if (chunk === undefined) return "ended";
    decoder.decode(chunk);
    return "bytes";
  }

  return {
    response,
    headersMs,
    bytes,
    async event(withinMs) {
      const deadline = performance.now() + withinMs;
      for (;;) {
        const event = events.shift();
        if (event !== undefined) return event;
        const got = await bytes(Math.max(0, deadline - performance.now()));
        if (got !== "bytes") return got;
      }
    },
    close,
  };
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, ms, "late");
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

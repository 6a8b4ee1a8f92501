import { createHost } from "@tidings/client";
import { createStreamTap, type StreamTap } from "../devtools/stream-tap.ts";

/** One stream of a tap that is fed by hand. */
export interface FedStream {
  /** Sends text over the wire, and resolves when the page has read it. */
  send(text: string): Promise<void>;
  end(): Promise<void>;
  drop(): Promise<void>;
  leave(): Promise<void>;
}

/** A real tap on a fetch that answers as told; time goes on by 130 ms with each look at the clock. */
export function createFedTap(options: { readonly keep?: number } = {}) {
  let now = new Date(2026, 10, 24, 9, 41, 7).getTime();
  let answer: () => Promise<Response> = () => new Promise(() => {});
  const host = createHost({
    fetch: () => answer(),
    now: () => {
      now += 130;
      return now;
    },
  });
  const tap: StreamTap = createStreamTap({ ...options, host });
  const ask = (address: string, lastEventId?: string) =>
    tap.fetch(address, {
      headers: { accept: "text/event-stream", ...(lastEventId && { "last-event-id": lastEventId }) },
    });

  return {
    tap,
    /** A request that is never answered. */
    wait(address: string): void {
      answer = () => new Promise(() => {});
      void ask(address);
    },
    async refuse(address: string, status: number): Promise<void> {
      answer = async () => Response.json({ success: false, errors: ["Try again later"] }, { status });
      await ask(address);
    },
    async fail(address: string): Promise<void> {
      answer = () => Promise.reject(new TypeError("fetch failed"));
      await ask(address).catch(() => {});
    },
    async open(address: string, lastEventId?: string): Promise<FedStream> {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      answer = async () => new Response(readable, { headers: { "content-type": "text/event-stream" } });
      const writer = writable.getWriter();
      const reader = (await ask(address, lastEventId)).body?.getReader();
      if (!reader) throw new Error("a stream has a body");
      const bytes = new TextEncoder();
      return {
        async send(text) {
          await Promise.all([writer.write(bytes.encode(text)), reader.read()]);
        },
        async end() {
          await Promise.all([writer.close(), reader.read()]);
        },
        async drop() {
          const broken = reader.read().catch(() => {});
          await writer.abort(new TypeError("terminated")).catch(() => {});
          await broken;
        },
        async leave() {
          await reader.cancel();
        },
      };
    },
  };
}

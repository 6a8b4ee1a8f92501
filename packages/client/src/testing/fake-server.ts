import { encodeComment, encodeEvent, type WireEvent } from "@tidings/wire";
import { settle } from "./fake-host.ts";

/** A request that reached the fake server, and how to answer it. */
export interface FakeRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly init: RequestInit;
  /** Whether the client let go of it. */
  readonly aborted: boolean;
  /** 200 with the right type; the body stays open. */
  accept(headers?: Record<string, string>): Promise<void>;
  /** Any other answer. */
  answer(status: number, body?: unknown, headers?: Record<string, string>): Promise<void>;
  send(...events: WireEvent[]): Promise<void>;
  /** Text as it is, however malformed. */
  sendText(text: string): Promise<void>;
  heartbeat(): Promise<void>;
  /** Ends the body as a server that finished. */
  end(): Promise<void>;
  /** Breaks the connection, before or after the headers. */
  drop(): Promise<void>;
}

/** A server made of functions. */
export interface FakeServer {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly requests: readonly FakeRequest[];
  /** The newest request; fails where there is none. */
  readonly last: FakeRequest;
  /** Requests whose body is still being read. */
  readonly open: number;
}

const bytes = new TextEncoder();

/** Answers nothing by itself: each test says what happens to each request. */
export function createFakeServer(): FakeServer {
  const requests: FakeRequest[] = [];
  let open = 0;

  const fetch = (url: string, init: RequestInit) =>
    new Promise<Response>((resolve, reject) => {
      let body: ReadableStreamDefaultController<Uint8Array> | undefined;
      let aborted = init.signal?.aborted ?? false;
      if (aborted) reject(new DOMException("aborted", "AbortError"));
      const close = (how?: "error") => {
        if (body === undefined) return;
        open -= 1;
        if (how === "error") body.error(new TypeError("terminated"));
        else body.close();
        body = undefined;
      };
      init.signal?.addEventListener("abort", () => {
        aborted = true;
        reject(new DOMException("aborted", "AbortError"));
        close("error");
      });
      const send = async (text: string) => {
        body?.enqueue(bytes.encode(text));
        await settle();
      };
      requests.push({
        url: new URL(url, "http://tidings.test"),
        method: init.method ?? "GET",
        headers: new Headers(init.headers),
        init,
        get aborted() {
          return aborted;
        },
        async accept(headers = {}) {
          open += 1;
          const stream = new ReadableStream<Uint8Array>({
            start(controller) {
              body = controller;
            },
            cancel() {
              if (body !== undefined) open -= 1;
              body = undefined;
            },
          });
          resolve(new Response(stream, { headers: { "content-type": "text/event-stream", ...headers } }));
          await settle();
        },
        async answer(status, answer, headers = {}) {
          const json = answer === undefined ? null : JSON.stringify(answer);
          resolve(new Response(json, { status, headers: { "content-type": "application/json", ...headers } }));
          await settle();
        },
        send: (...events) => send(events.map(encodeEvent).join("")),
        sendText: send,
        heartbeat: () => send(encodeComment("ping")),
        async end() {
          close();
          await settle();
        },
        async drop() {
          reject(new TypeError("fetch failed"));
          close("error");
          await settle();
        },
      });
    });

  return {
    fetch,
    requests,
    get last() {
      const last = requests.at(-1);
      if (last === undefined) throw new Error("no request yet");
      return last;
    },
    get open() {
      return open;
    },
  };
}

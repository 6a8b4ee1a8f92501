import { type ClientHttp2Session, connect } from "node:http2";
import { createDecoder } from "@tidings/wire";

/** Streams that share one connection of HTTP/2, as those of one browser do. */
export interface Http2Streams extends Disposable {
  /** Opens one. */
  open(path: string, headers?: Readonly<Record<string, string>>): Http2Stream;
  /** Asks for something that ends, and answers its headers. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>>;
}

/** One of them. */
export interface Http2Stream {
  readonly events: readonly { readonly type: string; readonly data: string }[];
  /** How many comments have come. */
  readonly heartbeats: number;
  /** Empty until they have come. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Whether it is over, whoever ended it. */
  readonly over: boolean;
  close(): void;
}

/** Connects to an origin whose certificate is known. */
export function openHttp2(url: string, certificate: string): Http2Streams {
  const session: ClientHttp2Session = connect(url, { ca: certificate });
  session.on("error", () => {}); // every stream of it ends, and that is what is looked at
  return {
    open(path, headers = {}) {
      const events: { type: string; data: string }[] = [];
      const headersCame: Record<string, unknown> = {};
      const state = { heartbeats: 0, over: false };
      const request = session.request({ ":path": path, accept: "text/event-stream", ...headers });
      const decoder = createDecoder({
        onEvent: ({ type, data }) => events.push({ type, data }),
        onComment: () => {
          state.heartbeats += 1;
        },
      });
      request.on("response", (answer) => {
        Object.assign(headersCame, answer);
      });
      request.on("data", (chunk: Buffer) => decoder.decode(chunk));
      request.on("error", () => {});
      request.on("close", () => {
        state.over = true;
      });
      request.end();
      return {
        events,
        get heartbeats() {
          return state.heartbeats;
        },
        headers: headersCame,
        get over() {
          return state.over;
        },
        close: () => request.close(),
      };
    },
    get(path, headers = {}) {
      return new Promise((resolve, reject) => {
        const request = session.request({ ":path": path, ...headers });
        request.on("response", (answer) => resolve(answer));
        request.on("error", reject);
        request.resume().end();
      });
    },
    [Symbol.dispose]: () => session.destroy(),
  };
}

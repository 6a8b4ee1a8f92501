import type { AnyStream } from "@tidings/contracts";
import type { User } from "@tidings/contracts/auth";

/** One open stream, seen from the server. */
export interface Connection {
  /** The `connectionId` of its greeting. */
  readonly id: string;
  readonly stream: AnyStream;
  /** Names of the topics it listens to. */
  readonly topics: ReadonlySet<string>;
  /** Who opened it; undefined if nobody is signed in. */
  readonly user: User | undefined;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly body: ReadableStream<Uint8Array>;
  /** Sends text. A muted or ended connection drops it. */
  write(text: string): void;
  /** From now on nothing arrives, and the client is not told: a half-open connection. */
  mute(): void;
  /** Ends it in an orderly way, as a draining server does. */
  end(): void;
  /** Breaks it off, as a lost network does. */
  cut(): void;
}

/** Opens a connection; `onClose` is called once, whichever side closes. */
export function openConnection(options: {
  readonly id: string;
  readonly stream: AnyStream;
  readonly topics: ReadonlySet<string>;
  readonly user: User | undefined;
  readonly openedAt: number;
  onClose(connection: Connection): void;
}): Connection {
  const utf8 = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let muted = false;

  const close = (finish?: (open: ReadableStreamDefaultController<Uint8Array>) => void) => {
    const open = controller;
    if (!open) return;
    controller = undefined;
    finish?.(open);
    options.onClose(connection);
  };

  const connection: Connection = {
    id: options.id,
    stream: options.stream,
    topics: options.topics,
    user: options.user,
    openedAt: options.openedAt,
    body: new ReadableStream({
      start(opened) {
        controller = opened;
      },
      cancel() {
        close();
      },
    }),
    write(text) {
      if (!muted) controller?.enqueue(utf8.encode(text));
    },
    mute() {
      muted = true;
    },
    end: () => close((open) => open.close()),
    cut: () => close((open) => open.error(new TypeError("The mock server cut the connection"))),
  };
  return connection;
}

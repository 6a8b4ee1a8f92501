import { IncomingMessage, type RequestListener, Server, type ServerOptions } from "node:http";
import { Socket } from "node:net";
import { LeasedSocket } from "./leased-socket.ts";

/**
 * `http.createServer` for servers of many streams. It is the same server, but a connection that carries a stream of
 * {@link serveStream} costs little more than its socket, in memory and for each event.
 *
 * For HTTP such an exchange is over when the stream's headers are out: the response says `finish` and `close` then.
 * The hub reports when the stream itself closes.
 *
 * @param listener An Express application, or any other.
 * @param options As `http.createServer` has them.
 * @example createStreamServer(app).listen(8000);
 * @see docs/decisions/0012-sockets-on-lease.md
 */
export function createStreamServer(listener: RequestListener, options: ServerOptions = {}): Server {
  return new StreamServer(listener, options);
}

/** Hands HTTP each accepted socket on lease: the event `connection` may bring any duplex stream. */
class StreamServer extends Server {
  /** What streams have taken back: HTTP knows nothing of it any more. */
  readonly #reclaimed = new Set<Socket>();
  /** One for all sockets: they are thousands. */
  readonly #forget: (this: Socket) => void;

  constructor(listener: RequestListener, options: ServerOptions) {
    super(options);
    const reclaimed = this.#reclaimed;
    this.#forget = function forget() {
      reclaimed.delete(this);
    };
    this.on("request", listener);
  }

  override emit(event: string, ...args: unknown[]): boolean {
    const [subject] = args;
    if (event === "connection" && subject instanceof Socket) {
      return super.emit(event, new LeasedSocket(subject, this.#keep));
    }
    // Whatever event a request is told by: `request`, or one of those that take its place.
    if (subject instanceof IncomingMessage && subject.socket instanceof LeasedSocket) subject.socket.latest = subject;
    return super.emit(event, ...args);
  }

  override closeAllConnections(): void {
    super.closeAllConnections();
    for (const socket of this.#reclaimed) socket.destroy();
  }

  readonly #keep = (socket: Socket): void => {
    this.#reclaimed.add(socket);
    socket.on("close", this.#forget);
  };
}

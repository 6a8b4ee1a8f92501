import { IncomingMessage, type RequestListener, Server, type ServerOptions } from "node:http";
import { Socket } from "node:net";
import { DetachableSocket, type SocketOwner } from "./detachable-socket.ts";
import { RestingSockets } from "./resting-sockets.ts";

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
class StreamServer extends Server implements SocketOwner {
  /** What streams have: HTTP knows nothing of it. */
  readonly #lent = new Set<Socket>();
  readonly #resting = new RestingSockets((socket, first) => {
    super.emit("connection", new DetachableSocket(socket, this, first));
  });
  /** One for all sockets: they are thousands. */
  readonly #forget: (this: Socket) => void;

  constructor(listener: RequestListener, options: ServerOptions) {
    super(options);
    const lent = this.#lent;
    this.#forget = function forget() {
      lent.delete(this);
    };
    this.on("request", listener);
  }

  override emit(event: string, ...args: unknown[]): boolean {
    const [subject] = args;
    if (event === "connection" && subject instanceof Socket) {
      return super.emit(event, new DetachableSocket(subject, this));
    }
    // Whatever event a request is told by: `request`, or one of those that take its place.
    if (subject instanceof IncomingMessage && subject.socket instanceof DetachableSocket)
      subject.socket.latest = subject;
    return super.emit(event, ...args);
  }

  lend(socket: Socket): void {
    this.#lent.add(socket);
    socket.on("close", this.#forget);
  }

  takeBack(socket: Socket, clean: boolean): void {
    this.#lent.delete(socket);
    socket.off("close", this.#forget);
    if (clean && this.listening && !socket.destroyed) {
      this.#resting.add(socket, restMs(this));
      return;
    }
    // A reset by the reader while it closes; `close` follows.
    socket.on("error", () => {});
    socket.destroySoon();
  }

  /** Also told by `close()`, so that a server that ends waits for nobody who only might ask. */
  override closeIdleConnections(): void {
    super.closeIdleConnections();
    this.#resting.closeAll();
  }

  override closeAllConnections(): void {
    super.closeAllConnections();
    this.#resting.closeAll();
    for (const socket of this.#lent) socket.destroy();
  }
}

/** As long as Node keeps a connection after any other answer: a little longer than it tells the client. */
function restMs({ keepAliveTimeout, keepAliveTimeoutBuffer = 0 }: Server): number {
  return keepAliveTimeout === 0 ? 0 : keepAliveTimeout + keepAliveTimeoutBuffer;
}

import { type RequestListener, Server, type ServerOptions } from "node:http";
import { Socket } from "node:net";
import { SocketLeases } from "./socket-leases.ts";

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
  readonly #leases: SocketLeases = new SocketLeases(this, (socket) => super.emit("connection", socket));

  constructor(listener: RequestListener, options: ServerOptions) {
    super(options);
    this.on("request", listener);
  }

  override emit(event: string, ...args: unknown[]): boolean {
    const [subject] = args;
    if (event === "connection" && subject instanceof Socket) return super.emit(event, this.#leases.lease(subject));
    this.#leases.note(subject);
    return super.emit(event, ...args);
  }

  /** Also told by `close()`, so that a server that ends waits for nobody who only might ask. */
  override closeIdleConnections(): void {
    super.closeIdleConnections();
    this.#leases.closeIdle();
  }

  override closeAllConnections(): void {
    super.closeAllConnections();
    this.#leases.closeAll();
  }
}

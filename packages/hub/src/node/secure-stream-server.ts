import type { RequestListener } from "node:http";
import { Server, type ServerOptions } from "node:https";
import { Socket } from "node:net";
import { SocketLeases } from "./socket-leases.ts";

/**
 * `https.createServer` for servers of many streams: {@link createStreamServer} over TLS. A connection that carries a stream
 * costs little more than its TLS socket.
 *
 * `request.socket` stands in front of the TLS socket, which is its `socket`: ask that for a client's certificate.
 *
 * @param options As `https.createServer` has them: `key` and `cert` at least.
 * @param listener An Express application, or any other.
 * @example createSecureStreamServer({ key, cert }, app).listen(8443);
 * @see docs/decisions/0012-sockets-on-lease.md
 */
export function createSecureStreamServer(options: ServerOptions, listener: RequestListener): Server {
  return new SecureStreamServer(options, listener);
}

class SecureStreamServer extends Server {
  readonly #leases: SocketLeases = new SocketLeases(this, (socket) => super.emit("secureConnection", socket));

  constructor(options: ServerOptions, listener: RequestListener) {
    super(options);
    this.on("request", listener);
  }

  override emit(event: string, ...args: unknown[]): boolean {
    const [subject] = args;
    if (event === "secureConnection" && subject instanceof Socket) {
      return super.emit(event, this.#leases.lease(subject));
    }
    this.#leases.note(subject);
    return super.emit(event, ...args);
  }

  override closeIdleConnections(): void {
    super.closeIdleConnections();
    this.#leases.closeIdle();
  }

  override closeAllConnections(): void {
    super.closeAllConnections();
    this.#leases.closeAll();
  }
}

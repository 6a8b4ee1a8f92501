import { IncomingMessage, type Server } from "node:http";
import { Socket } from "node:net";
import { DetachableSocket, type SocketOwner } from "./detachable-socket.ts";
import { RestingSockets } from "./resting-sockets.ts";

/** What leases need to know of their server, `http` or `https`. */
type LeasingServer = Pick<Server, "listening" | "keepAliveTimeout" | "keepAliveTimeoutBuffer">;

/**
 * Has a server hand HTTP each accepted socket on lease: the event that brings a socket may bring any duplex stream.
 *
 * @param accepting The event by which the server tells of a socket that it has accepted.
 */
export function leaseSockets(server: Server, accepting: "connection" | "secureConnection"): void {
  const emit = server.emit.bind(server);
  const closeIdleConnections = server.closeIdleConnections.bind(server);
  const closeAllConnections = server.closeAllConnections.bind(server);
  const leases = new SocketLeases(server, (socket) => emit(accepting, socket));
  Object.assign(server, {
    emit(event: string, ...args: unknown[]): boolean {
      const [subject] = args;
      if (event === accepting && subject instanceof Socket) return emit(event, leases.lease(subject));
      leases.note(subject);
      return emit(event, ...args);
    },
    /** Also called by `close()`, so that a server that stops does not wait for idle connections. */
    closeIdleConnections(): void {
      closeIdleConnections();
      leases.closeIdle();
    },
    closeAllConnections(): void {
      closeAllConnections();
      leases.closeAll();
    },
  });
}

/** The sockets of one server that are on lease to HTTP, lent to streams, or between two requests. */
class SocketLeases implements SocketOwner {
  readonly #server: LeasingServer;
  /** The sockets that streams have; HTTP does not know them. */
  readonly #lent = new Set<Socket>();
  readonly #resting: RestingSockets;
  /** One listener for all sockets, because there are thousands. */
  readonly #forget: (this: Socket) => void;

  /** @param accept Told of a socket that brings the next request after its stream. */
  constructor(server: LeasingServer, accept: (socket: DetachableSocket) => void) {
    this.#server = server;
    this.#resting = new RestingSockets((socket, first) => accept(new DetachableSocket(socket, this, first)));
    const lent = this.#lent;
    this.#forget = function forget() {
      lent.delete(this);
    };
  }

  /** An accepted socket, as HTTP is to have it. */
  lease(socket: Socket): DetachableSocket {
    return new DetachableSocket(socket, this);
  }

  /** Remembers the request of an event, whatever event it is told by: `request`, or one of those that take its place. */
  note(subject: unknown): void {
    if (subject instanceof IncomingMessage && subject.socket instanceof DetachableSocket) {
      subject.socket.latest = subject;
    }
  }

  lend(socket: Socket): void {
    this.#lent.add(socket);
    socket.on("close", this.#forget);
  }

  takeBack(socket: Socket, clean: boolean): void {
    this.#lent.delete(socket);
    socket.off("close", this.#forget);
    if (clean && this.#server.listening && !socket.destroyed) {
      this.#resting.add(socket, restMs(this.#server));
      return;
    }
    // A reset by the reader while it closes; `close` follows.
    socket.on("error", () => {});
    socket.destroySoon();
  }

  closeIdle(): void {
    this.#resting.closeAll();
  }

  closeAll(): void {
    this.#resting.closeAll();
    for (const socket of this.#lent) socket.destroy();
  }
}

/** As long as Node keeps a connection after any other answer: a little longer than it tells the client. */
function restMs({ keepAliveTimeout, keepAliveTimeoutBuffer = 0 }: LeasingServer): number {
  return keepAliveTimeout === 0 ? 0 : keepAliveTimeout + keepAliveTimeoutBuffer;
}

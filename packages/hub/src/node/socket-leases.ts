import { IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { DetachableSocket, type SocketOwner } from "./detachable-socket.ts";
import { RestingSockets } from "./resting-sockets.ts";

/** What leases need to know of their server, `http` or `https`. */
type LeasingServer = Pick<Server, "listening" | "keepAliveTimeout" | "keepAliveTimeoutBuffer">;

/** The sockets of one server that are on lease to HTTP, lent to streams, or between two requests. */
export class SocketLeases implements SocketOwner {
  readonly #server: LeasingServer;
  /** What streams have: HTTP knows nothing of it. */
  readonly #lent = new Set<Socket>();
  readonly #resting: RestingSockets;
  /** One for all sockets: they are thousands. */
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

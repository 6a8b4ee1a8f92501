import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { SocketDuplex } from "./socket-duplex.ts";

/** The end of a request that has no body. */
const END_OF_HEAD = "\r\n\r\n";

/** Leases a socket, and takes it back. */
export interface SocketOwner {
  /** A stream has taken the socket, whose lease ended before its connection did. */
  lend(socket: Socket): void;
  /** The stream has ended. The socket may carry the next request if it is `clean`: nothing came over it meanwhile. */
  takeBack(socket: Socket, clean: boolean): void;
}

/**
 * An accepted socket as the HTTP server has it: on lease. A stream takes the socket back once its headers are out;
 * parser, request and response, which take more memory than all else of a connection, are then free to go. When the
 * stream has ended the socket goes to HTTP on a new lease.
 */
export class DetachableSocket extends SocketDuplex {
  readonly owner: SocketOwner;
  /** The last request that came over it; its server keeps it. */
  latest: IncomingMessage | undefined;
  #lastBytes = "";

  /** @param first Bytes that came before there was a lease. */
  constructor(socket: Socket, owner: SocketOwner, first?: Buffer) {
    super(socket);
    this.owner = owner;
    if (first !== undefined) this.receive(first);
  }

  /**
   * Ends the lease: for the HTTP server the exchange is over, and the socket is the caller's. Returns false and changes
   * nothing if HTTP still needs it: more came behind this request (W12.1), or the answer is at its end already.
   */
  detachFromHttp(request: IncomingMessage, response: ServerResponse): boolean {
    const alone = this.latest === request && request.complete && this.#lastBytes === END_OF_HEAD;
    const over = response.writableEnded || this.destroyed || this.socket.destroyed;
    if (!alone || over || this.writableLength > 0) return false;
    this.detach();
    this.owner.lend(this.socket);
    // Not in the callback of `end`: there, `destroy` makes Node create an error with a stack that nobody reads.
    response.once("close", () => this.destroy());
    response.end();
    return true;
  }

  protected override receive(chunk: Buffer): void {
    // The end of a request's head may arrive in later packets.
    const before = chunk.length < END_OF_HEAD.length ? this.#lastBytes : "";
    const tail = chunk.toString("latin1", Math.max(0, chunk.length - END_OF_HEAD.length));
    this.#lastBytes = (before + tail).slice(-END_OF_HEAD.length);
    super.receive(chunk);
  }
}

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { SocketDuplex } from "./socket-duplex.ts";

/** A request without a body ends so. */
const END_OF_HEAD = "\r\n\r\n";

/**
 * An accepted socket as the HTTP server has it: on lease. A stream takes the socket back once its headers are out;
 * parser, request and response, which take more memory than all else of a connection, are then free to go.
 */
export class LeasedSocket extends SocketDuplex {
  /** The last request that came over it; its server keeps it. */
  latest: IncomingMessage | undefined;
  readonly #onReclaim: (socket: Socket) => void;
  #lastBytes = "";

  /** @param onReclaim Told of a socket whose lease ended before its connection did. */
  constructor(socket: Socket, onReclaim: (socket: Socket) => void) {
    super(socket);
    this.#onReclaim = onReclaim;
  }

  /**
   * Ends the lease: for the HTTP server the exchange is over, and the socket is the caller's. Answers false and
   * changes nothing where HTTP still needs it: more came behind this request, or the answer is at its end already.
   */
  reclaim(request: IncomingMessage, response: ServerResponse): boolean {
    const alone = this.latest === request && request.complete && this.#lastBytes === END_OF_HEAD;
    const over = response.writableEnded || this.destroyed || this.socket.destroyed;
    if (!alone || over || this.writableLength > 0) return false;
    this.detach();
    this.#onReclaim(this.socket);
    // Not in the callback of `end`: inside one, destroying makes Node build an error for nobody, with its stack.
    response.once("close", () => this.destroy());
    response.end();
    return true;
  }

  protected override receive(chunk: Buffer): void {
    this.#lastBytes = chunk.toString("latin1", Math.max(0, chunk.length - END_OF_HEAD.length));
    super.receive(chunk);
  }
}

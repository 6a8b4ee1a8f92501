import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ChunkableBytes } from "../encoding/chunkable-bytes.ts";
import { cutUnlessTaken } from "../sink/end-deadline.ts";
import type { ByteSink, SinkListener } from "../sink/sink.ts";
import type { SocketOwner } from "./detachable-socket.ts";
import { endResponse } from "./response-sink.ts";

/** What the chunked coding ends with (RFC 9112 7.1). */
const LAST_CHUNK = "0\r\n\r\n";

/**
 * A stream over a plain HTTP/1.1 socket. The response has written its headers and announced chunked coding; from
 * then on the chunks, framed once for all readers, go to the socket directly. That costs a little more than half of
 * `response.write`, which frames anew for every reader.
 */
export class SocketSink implements ByteSink {
  readonly #socket: Socket;
  #listener: SinkListener | undefined;
  /** The response, until the socket is detached from it. */
  #response: ServerResponse | undefined;
  /** Takes the socket back when the stream has ended; set once the socket is detached. */
  #owner: SocketOwner | undefined;
  /** Bytes that had come over the socket when it was detached. */
  #bytesRead = 0;
  #keepAlive = false;

  constructor(response: ServerResponse, socket: Socket) {
    this.#response = response;
    this.#socket = socket;
  }

  get full(): boolean {
    return this.#socket.writableNeedDrain;
  }

  start(listener: SinkListener): void {
    this.#listener = listener;
    // Headers and greeting go in one packet if the log answers within this turn of the event loop; a slower log does
    // not hold the headers back (W11.2).
    this.#socket.cork();
    setImmediate(uncork, this.#socket);
    this.#response?.on("close", () => {
      if (this.#response !== undefined) listener.gone();
    });
  }

  /**
   * HTTP has released the socket: from now on the socket's own events tell what happens to it.
   *
   * @param keepAlive Whether the answer promised that another request may follow.
   */
  takeOver(owner: SocketOwner, keepAlive: boolean): void {
    this.#response = undefined;
    this.#owner = owner;
    this.#keepAlive = keepAlive;
    this.#bytesRead = this.#socket.bytesRead;
    this.#socket.on("close", this.#onClose);
    this.#socket.on("error", ignore);
    this.#socket.on("end", hangUp);
    // What a reader sends while it listens is thrown away (W12.2); it must be read all the same, because a socket that
    // nobody reads does not report its end.
    this.#socket.resume();
  }

  readonly #onClose = () => this.#listener?.gone();

  write(bytes: ChunkableBytes): boolean {
    const more = this.#socket.write(bytes.chunk);
    // No listener, and no closure, for the sockets that keep up.
    if (!more) this.#socket.once("drain", () => this.#listener?.drained());
    return more;
  }

  end(): void {
    if (this.#response !== undefined) {
      // Writes the last chunk and gives the socket back to keep-alive.
      endResponse(this.#response);
      return;
    }
    const taken = cutUnlessTaken(() => this.#socket.destroy());
    this.#socket.write(LAST_CHUNK, () => {
      taken();
      this.#giveBack();
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #giveBack(): void {
    const socket = this.#socket;
    socket.off("close", this.#onClose);
    socket.off("end", hangUp);
    if (!socket.destroyed) socket.off("error", ignore);
    this.#owner?.takeBack(socket, this.#keepAlive && socket.bytesRead === this.#bytesRead);
  }
}

/** A reset by the reader is how most streams end; `close` follows. */
function ignore(): void {}

/** HTTP servers take a half-closed connection for a closed one. */
function hangUp(this: Socket): void {
  this.destroy();
}

function uncork(socket: Socket): void {
  socket.uncork();
}

import type { Socket } from "node:net";

/**
 * Sockets whose stream has ended, until their next request comes: the answer promised `keep-alive`, and proxies that
 * keep a pool of connections send on them what they must not send twice (W11.3). They cost no parser while they wait.
 */
export class RestingSockets {
  readonly #sockets = new Set<Socket>();
  readonly #wake: (socket: Socket, first: Buffer) => void;
  /** One listener of each kind for all sockets, because there are thousands. */
  readonly #onData: (this: Socket, chunk: Buffer) => void;
  readonly #onClose: (this: Socket) => void;

  /** @param wake Told of the first bytes of the next request; the socket is the caller's then. */
  constructor(wake: (socket: Socket, first: Buffer) => void) {
    this.#wake = wake;
    const awaken = (socket: Socket, chunk: Buffer) => {
      this.#leave(socket);
      this.#wake(socket, chunk);
    };
    const leave = (socket: Socket) => this.#leave(socket);
    this.#onData = function onData(chunk) {
      awaken(this, chunk);
    };
    this.#onClose = function onClose() {
      leave(this);
    };
  }

  /** @param forMs Milliseconds that it may wait for its next request; 0 waits for ever. */
  add(socket: Socket, forMs: number): void {
    this.#sockets.add(socket);
    socket.on("data", this.#onData);
    socket.on("close", this.#onClose);
    socket.on("end", hangUp);
    socket.on("timeout", hangUp);
    socket.on("error", ignore);
    socket.setTimeout(forMs);
  }

  closeAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #leave(socket: Socket): void {
    this.#sockets.delete(socket);
    socket.off("data", this.#onData);
    socket.off("close", this.#onClose);
    socket.off("end", hangUp);
    socket.off("timeout", hangUp);
    socket.setTimeout(0);
    // A closed socket may still emit its error.
    if (!socket.destroyed) socket.off("error", ignore);
  }
}

function hangUp(this: Socket): void {
  this.destroy();
}

/** `close` follows. */
function ignore(): void {}

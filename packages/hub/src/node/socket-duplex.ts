import type { AddressInfo, Socket } from "node:net";
import { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";

/** Bytes as a stream is handed them. */
interface Write {
  readonly chunk: Buffer | string;
  readonly encoding: BufferEncoding;
}

/**
 * A duplex stream in front of a socket: an HTTP server takes it for the socket, with everything that servers and
 * frameworks ask of a `net.Socket`, and the socket can be taken away from it.
 */
export class SocketDuplex extends Duplex {
  readonly socket: Socket;
  #detached = false;
  /** Waits for the socket to take what it was given. */
  #written: (() => void) | undefined;

  constructor(socket: Socket) {
    super({ allowHalfOpen: true, decodeStrings: false });
    this.socket = socket;
    this.#tell("on");
  }

  /** Takes the socket away. What is written here from now on goes nowhere, and nothing comes. */
  detach(): void {
    this.#detached = true;
    this.#tell("off");
    this.socket.setTimeout(0);
  }

  /** Bytes came from the socket. */
  protected receive(chunk: Buffer): void {
    if (!this.push(chunk)) this.socket.pause();
  }

  readonly #onData = (chunk: Buffer) => this.receive(chunk);
  readonly #onEnd = () => void this.push(null);
  readonly #onDrain = () => this.#release();
  readonly #onTimeout = () => void this.emit("timeout");
  readonly #onError = (error: Error) => void this.destroy(error);
  readonly #onClose = () => void this.destroy();

  #tell(change: "on" | "off"): void {
    this.socket[change]("data", this.#onData);
    this.socket[change]("end", this.#onEnd);
    this.socket[change]("drain", this.#onDrain);
    this.socket[change]("timeout", this.#onTimeout);
    this.socket[change]("error", this.#onError);
    this.socket[change]("close", this.#onClose);
  }

  #release(): void {
    const written = this.#written;
    this.#written = undefined;
    written?.();
  }

  override _read(): void {
    if (!this.#detached) this.socket.resume();
  }

  override _write(chunk: Write["chunk"], encoding: BufferEncoding, done: () => void): void {
    this._writev([{ chunk, encoding }], done);
  }

  override _writev(writes: readonly Write[], done: () => void): void {
    if (this.#detached) {
      done();
      return;
    }
    // The head and the body of a small answer go in one packet, as they do from a socket.
    this.socket.cork();
    for (const { chunk, encoding } of writes) this.socket.write(chunk, encoding);
    this.socket.uncork();
    if (this.socket.writableNeedDrain) this.#written = done;
    else done();
  }

  override _final(done: () => void): void {
    if (this.#detached) done();
    else this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#detached) this.socket.destroy();
    this.#release();
    done(error);
  }

  // From here on what `net.Socket` has and a duplex stream has not.

  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy());
  }

  setTimeout(ms: number, listener?: () => void): this {
    if (!this.#detached) this.socket.setTimeout(ms);
    if (listener !== undefined) this.once("timeout", listener);
    return this;
  }

  setNoDelay(noDelay?: boolean): this {
    this.socket.setNoDelay(noDelay);
    return this;
  }

  setKeepAlive(enable?: boolean, initialDelay?: number): this {
    this.socket.setKeepAlive(enable, initialDelay);
    return this;
  }

  ref(): this {
    this.socket.ref();
    return this;
  }

  unref(): this {
    this.socket.unref();
    return this;
  }

  address(): AddressInfo | object {
    return this.socket.address();
  }

  /** Whether TLS is under it: how frameworks know that a request came by https. */
  get encrypted(): boolean {
    return this.socket instanceof TLSSocket;
  }

  get remoteAddress(): string | undefined {
    return this.socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.socket.remotePort;
  }

  get remoteFamily(): string | undefined {
    return this.socket.remoteFamily;
  }

  get localAddress(): string | undefined {
    return this.socket.localAddress;
  }

  get localPort(): number | undefined {
    return this.socket.localPort;
  }

  get localFamily(): string | undefined {
    return this.socket.localFamily;
  }

  get bytesRead(): number {
    return this.socket.bytesRead;
  }

  get bytesWritten(): number {
    return this.socket.bytesWritten;
  }
}

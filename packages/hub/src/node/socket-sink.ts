import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Encoded } from "../encoded.ts";
import type { Reader, Transport } from "../sink.ts";

/**
 * A stream over a plain HTTP/1.1 socket. The response has written its headers and announced chunked coding; from
 * then on the chunks, framed once for all readers, go to the socket directly. That costs a little more than half of
 * `response.write`, which frames anew for every reader (DESIGN: within reach of bare `net`).
 */
export class SocketSink implements Transport {
  readonly #response: ServerResponse;
  readonly #socket: Socket;
  #reader: Reader | undefined;

  constructor(response: ServerResponse, socket: Socket) {
    this.#response = response;
    this.#socket = socket;
  }

  get full(): boolean {
    return this.#socket.writableNeedDrain;
  }

  start(reader: Reader): void {
    this.#reader = reader;
    this.#response.on("close", () => reader.gone());
  }

  write(packet: Encoded): boolean {
    const more = this.#socket.write(packet.chunk);
    // No listener, and no closure, for the sockets that keep up.
    if (!more) this.#socket.once("drain", () => this.#reader?.drained());
    return more;
  }

  end(): void {
    // Writes the last chunk and gives the socket back to keep-alive.
    this.#response.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

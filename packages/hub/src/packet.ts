import { Buffer } from "node:buffer";

/**
 * Bytes on their way to many sockets: encoded once, framed once, shared by all (D8). They are Buffers because Node's
 * streams wrap any other Uint8Array anew at each write.
 */
export class Packet {
  readonly #text: string;
  #bytes: Buffer | undefined;
  #chunk: Buffer | undefined;
  #size: number | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** How many bytes of the stream it holds, its framing for the transport left out. */
  get size(): number {
    this.#size ??= Buffer.byteLength(this.#text);
    return this.#size;
  }

  /** The stream's bytes as they are. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.#text);
    return this.#bytes;
  }

  /** The same as one chunk of HTTP/1.1's chunked coding (RFC 9112 7.1). */
  get chunk(): Buffer {
    this.#chunk ??= Buffer.from(`${this.size.toString(16)}\r\n${this.#text}\r\n`);
    return this.#chunk;
  }
}

import { Buffer } from "node:buffer";
import type { Block } from "./block.ts";
import { type Encoded, EncodedBytes } from "./encoded.ts";
import { gather } from "./gather.ts";

/**
 * Bytes on their way to many sockets: encoded once, framed once, shared by all (D8). Each form is made when the first
 * reader needs it.
 */
export class Packet implements Encoded {
  readonly #blocks: readonly Block[];
  readonly #text: string;
  #bytes: Buffer | undefined;
  #chunk: Buffer | undefined;
  #size: number | undefined;
  #batched: Packet | undefined;
  #deflated: Encoded | undefined;

  constructor(blocks: readonly Block[]) {
    this.#blocks = blocks;
    this.#text = blocks.map(({ text }) => text).join("");
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

  /** The same for readers that asked for batches (D15). */
  get batched(): Packet {
    this.#batched ??= new Packet(gather(this.#blocks));
    return this.#batched;
  }

  /** The same compressed, block by block (S16). */
  get deflated(): Encoded {
    this.#deflated ??= new EncodedBytes(Buffer.concat(this.#blocks.map(({ deflated }) => deflated)));
    return this.#deflated;
  }
}

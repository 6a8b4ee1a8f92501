import { Buffer } from "node:buffer";
import { batchBlocks } from "./batch-blocks.ts";
import { type ChunkableBytes, EncodedBytes } from "./chunkable-bytes.ts";
import type { TextBlock } from "./text-block.ts";

/**
 * Bytes on their way to many sockets: encoded once, framed once, shared by all (D8.1). Each form is made when the first
 * reader needs it.
 */
export class EncodedEvents implements ChunkableBytes {
  readonly #blocks: readonly TextBlock[];
  readonly #text: string;
  #bytes: Buffer | undefined;
  #chunk: Buffer | undefined;
  #size: number | undefined;
  #batched: EncodedEvents | undefined;
  #deflated: ChunkableBytes | undefined;

  constructor(blocks: readonly TextBlock[]) {
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

  /** The same for readers that asked for batches (D15.4). */
  get batched(): EncodedEvents {
    this.#batched ??= new EncodedEvents(batchBlocks(this.#blocks));
    return this.#batched;
  }

  /** The same compressed, block by block (S16.2). */
  get deflated(): ChunkableBytes {
    this.#deflated ??= new EncodedBytes(Buffer.concat(this.#blocks.map(({ deflated }) => deflated)));
    return this.#deflated;
  }
}

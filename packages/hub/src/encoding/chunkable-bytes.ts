import { Buffer } from "node:buffer";

/** Bytes ready for a transport. They are Buffers because Node's streams wrap any other Uint8Array anew at each write. */
export interface ChunkableBytes {
  /** The bytes as they are. */
  readonly bytes: Buffer;
  /** The same as one chunk of HTTP/1.1's chunked coding (RFC 9112 7.1). */
  readonly chunk: Buffer;
}

/** Bytes that were made elsewhere. */
export class EncodedBytes implements ChunkableBytes {
  readonly bytes: Buffer;
  #chunk: Buffer | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get chunk(): Buffer {
    const { bytes } = this;
    this.#chunk ??= Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
    return this.#chunk;
  }
}

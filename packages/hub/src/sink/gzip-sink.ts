import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import { EncodedBytes } from "../encoding/chunkable-bytes.ts";
import type { EncodedEvents } from "../encoding/encoded-events.ts";
import type { ByteSink, Sink, SinkListener } from "./sink.ts";

/** Method deflate, no name, no time, an unknown system (RFC 1952 2.3). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** The empty block that says that no other follows (RFC 1951 3.2.6). */
const LAST_BLOCK = Buffer.from([0x03, 0x00]);

/**
 * Sends a stream as gzip. Every write was compressed once for all its readers; what a reader has of its own is the
 * checksum and the length that gzip ends with, eight bytes (S16.3).
 */
export class GzipSink implements Sink {
  readonly #sink: ByteSink;
  #begun = false;
  #checksum = 0;
  #length = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  get full(): boolean {
    return this.#sink.full;
  }

  start(listener: SinkListener): void {
    this.#sink.start(listener);
  }

  write(encoded: EncodedEvents): boolean {
    this.#checksum = crc32(encoded.bytes, this.#checksum);
    // Modulo 2^32, as gzip counts.
    this.#length = (this.#length + encoded.size) >>> 0;
    if (this.#begun) return this.#sink.write(encoded.deflated);
    this.#begun = true;
    return this.#sink.write(new EncodedBytes(Buffer.concat([HEADER, encoded.deflated.bytes])));
  }

  end(): void {
    const sums = Buffer.allocUnsafe(8);
    sums.writeUInt32LE(this.#checksum, 0);
    sums.writeUInt32LE(this.#length, 4);
    const parts = this.#begun ? [LAST_BLOCK, sums] : [HEADER, LAST_BLOCK, sums];
    this.#sink.write(new EncodedBytes(Buffer.concat(parts)));
    this.#sink.end();
  }

  destroy(): void {
    this.#sink.destroy();
  }
}

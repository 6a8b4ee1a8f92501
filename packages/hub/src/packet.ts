const encoder = new TextEncoder();
const CRLF = "\r\n";

/** Bytes on their way to many sockets: encoded once, framed once, shared by all (D8). */
export class Packet {
  readonly #text: string;
  #bytes: Uint8Array | undefined;
  #chunk: Uint8Array | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The stream's bytes as they are. */
  get bytes(): Uint8Array {
    this.#bytes ??= encoder.encode(this.#text);
    return this.#bytes;
  }

  /** The same as one chunk of HTTP/1.1's chunked coding (RFC 9112 7.1). */
  get chunk(): Uint8Array {
    if (this.#chunk === undefined) {
      const size = this.bytes.length.toString(16);
      this.#chunk = encoder.encode(`${size}${CRLF}${this.#text}${CRLF}`);
    }
    return this.#chunk;
  }

  /** Bytes that one reader's queue is charged for. */
  get length(): number {
    return this.bytes.length;
  }
}

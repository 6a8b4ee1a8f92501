import type { Sink, SinkListener } from "@tidings/hub";
import type { Findings } from "../check/findings.ts";
import type { Witness } from "../check/witness.ts";
import type { Random } from "../random.ts";
import type { VirtualTime } from "../virtual-time.ts";

/** How well bytes travel. */
export interface Line {
  /** Milliseconds that anything takes at most. */
  readonly latencyMs: number;
  /** Bytes that a socket holds before it asks its writer to wait. */
  readonly bufferBytes: number;
  /** Bytes that go at a time at most: small ones cut events and characters in two. */
  readonly sliceBytes: number;
}

/** What a link is made of. */
export interface LinkFields {
  readonly name: string;
  readonly line: Line;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly findings: Findings;
  readonly witness: Witness;
  /** Until when the reader's machine sleeps; 0 while it is awake. */
  asleepUntil(): number;
  /** Both sides are through with it. */
  onClosed(link: Link): void;
}

/** One response on its way: the hub writes at one end, a client reads at the other, and in between things go wrong. */
export class Link implements Sink {
  readonly name: string;
  readonly body: ReadableStream<Uint8Array>;
  readonly #fields: LinkFields;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #listener: SinkListener | undefined;
  #onWay: Uint8Array[] = [];
  #waiting = 0;
  #isFull = false;
  #wroteWhileFull = false;
  /** `open` until the hub ends or destroys it, or the server learns that the reader is gone, or its process dies. */
  #server: "open" | "ended" | "closed" | "dead" = "open";
  #moving = false;
  #stalledUntil = 0;
  #silent = false;

  constructor(fields: LinkFields) {
    this.#fields = fields;
    this.name = fields.name;
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.#clientClosed(),
    });
  }

  /** Whether everything that was written has arrived, and more would. */
  get isIdle(): boolean {
    return this.#waiting === 0 && this.#server === "open" && this.#controller !== undefined && !this.#silent;
  }

  get full(): boolean {
    return this.#isFull;
  }

  start(listener: SinkListener): void {
    this.#listener = listener;
  }

  write(packet: { readonly bytes: Uint8Array }): boolean {
    const { findings, line } = this.#fields;
    if (this.#server === "dead") return true;
    if (this.#server !== "open") findings.violation(`${this.name}: written to after it was closed`);
    if (this.#wroteWhileFull) findings.violation(`${this.name}: written to again while its socket was full (D9)`);
    this.#wroteWhileFull = this.#isFull;
    this.#fields.witness.wrote(packet.bytes);
    this.#onWay.push(packet.bytes);
    this.#waiting += packet.bytes.length;
    this.#isFull ||= this.#waiting >= line.bufferBytes;
    this.#move();
    return !this.#isFull;
  }

  end(): void {
    if (this.#server === "dead") return;
    if (this.#server !== "open") this.#fields.findings.violation(`${this.name}: ended twice`);
    this.#server = "ended";
    this.#move();
    // If a peer does not read its last bytes, the operating system closes the connection, not the program.
    this.#after(60_000, () => this.#serverClosed());
  }

  destroy(): void {
    if (this.#server === "dead") return;
    if (this.#server === "ended") this.#fields.findings.violation(`${this.name}: destroyed after its end`);
    this.#after(this.#latency(), () => this.#clientFails());
    this.#after(0, () => this.#serverClosed());
  }

  /** The connection breaks: each side learns of it in its own time. */
  cut(): void {
    this.#after(this.#latency(), () => this.#clientFails());
    this.#after(this.#latency(), () => this.#serverClosed());
  }

  /** Nothing passes for a while. */
  stall(ms: number): void {
    this.#stalledUntil = this.#fields.time.now() + ms;
  }

  /** Nothing passes any more, and no side is told. The server's machine notices after about a minute. */
  silence(): void {
    this.#silent = true;
    this.#after(this.#fields.random.int(10_000, 90_000), () => this.#serverClosed());
  }

  /** The server's process died: what it had written may arrive in part. */
  serverDied(): void {
    this.#server = "dead";
    this.#after(this.#latency(), () => this.#clientFails());
    this.#checkClosed();
  }

  /** The reader let go of the request. */
  clientLeft(): void {
    const controller = this.#controller;
    this.#clientClosed();
    controller?.error(new DOMException("aborted", "AbortError"));
  }

  #clientClosed(): void {
    if (this.#controller === undefined) return;
    this.#controller = undefined;
    this.#onWay = [];
    if (!this.#silent) this.#after(this.#latency(), () => this.#serverClosed());
    this.#checkClosed();
  }

  #clientFails(): void {
    if (this.#silent) return;
    const controller = this.#controller;
    this.#clientClosed();
    controller?.error(new TypeError("terminated"));
  }

  #serverClosed(): void {
    if (this.#server === "closed" || this.#server === "dead") return;
    this.#server = "closed";
    this.#listener?.gone();
    this.#checkClosed();
  }

  #checkClosed(): void {
    const over = this.#server === "closed" || this.#server === "dead";
    if (over && this.#controller === undefined) this.#fields.onClosed(this);
  }

  #move(): void {
    if (this.#moving || (this.#waiting === 0 && this.#server !== "ended")) return;
    this.#moveIn(this.#latency());
  }

  #moveIn(ms: number): void {
    this.#moving = true;
    this.#after(ms, () => {
      this.#moving = false;
      this.#transfer();
    });
  }

  #transfer(): void {
    const { time, random, line } = this.#fields;
    const held = Math.max(this.#stalledUntil, this.#fields.asleepUntil()) - time.now();
    if (held > 0) {
      this.#moveIn(held);
      return;
    }
    if (this.#silent || this.#controller === undefined) return;
    const all = Buffer.concat(this.#onWay);
    const slice = all.subarray(0, random.int(1, Math.max(1, Math.min(line.sliceBytes, all.length))));
    this.#onWay = slice.length < all.length ? [all.subarray(slice.length)] : [];
    this.#waiting -= slice.length;
    if (slice.length > 0) this.#controller.enqueue(Uint8Array.from(slice));
    // The rest is right behind.
    if (this.#waiting > 0) this.#moveIn(random.int(0, 2));
    else if (this.#server === "ended") this.#finish();
    else if (this.#isFull) this.#drain();
  }

  #drain(): void {
    this.#isFull = false;
    if (this.#server === "open") this.#listener?.drained();
  }

  #finish(): void {
    const controller = this.#controller;
    this.#controller = undefined;
    controller?.close();
    this.#serverClosed();
    this.#checkClosed();
  }

  #latency(): number {
    return this.#fields.random.int(0, this.#fields.line.latencyMs);
  }

  #after(ms: number, run: () => void): void {
    this.#fields.time.after(ms, `network ${this.name}`, run);
  }
}

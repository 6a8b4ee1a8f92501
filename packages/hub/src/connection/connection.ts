import { type AnyStream, ENDING, type EndingReason } from "@tidings/contracts";
import { encodeEvent } from "@tidings/wire";
import { EncodedEvents } from "../encoding/encoded-events.ts";
import { reconnectionTime } from "../encoding/reconnection-time.ts";
import { TextBlock } from "../encoding/text-block.ts";
import type { Turn } from "../encoding/turn.ts";
import type { Member, Room } from "../fan-out/room.ts";
import type { Position } from "../log/position.ts";
import type { Sink, SinkListener } from "../sink/sink.ts";
import type { CatchUpBuffer } from "./catch-up-buffer.ts";
import { Queue, type QueueBudget } from "./queue.ts";

/**
 * Why a connection ended. `gone`: the reader left. `slow` and `stalled`: it did not keep up. `failed`: the log or the
 * transport failed.
 */
export type CloseReason = EndingReason | "gone" | "slow" | "stalled" | "failed";

/** Who a connection belongs to. */
export interface Principal {
  readonly id: string;
  /** Names the token or ticket, so that it can be revoked by itself (S12.1). */
  readonly sessionId?: string | undefined;
  /** Milliseconds since 1970 at which the token dies; the stream ends before that (D11). */
  readonly expiresAt?: number | undefined;
}

/** What a connection is made of. */
export interface ConnectionFields {
  readonly id: string;
  readonly stream: AnyStream;
  readonly topics: readonly string[];
  readonly address: string | undefined;
  readonly sink: Sink;
  readonly principal: Principal | undefined;
  /** The heartbeat comment's bytes, shared by all connections of the stream. */
  readonly heartbeat: EncodedEvents;
  /** When to end by itself, in milliseconds since 1970. */
  readonly endsAt: number;
  readonly openedAt: number;
  readonly maxQueueBytes: number;
  readonly budget: QueueBudget;
  readonly onClose: (connection: HubConnection, reason: CloseReason) => void;
  /** Told of what the transport throws. */
  readonly onFailure: (connection: HubConnection, error: unknown) => void;
}

/** What the end of a stream may say beside its reason. */
export interface EndOptions {
  /** The position to resume from, if it is further than the last event sent. */
  readonly position?: string | undefined;
  /**
   * Milliseconds for which nobody will open a stream here. A browser's own EventSource gives up when it is refused, so
   * it must not come back earlier (W14.3). Default 0.
   */
  readonly absentMs?: number | undefined;
}

/** One reader of one stream, as those who serve and count it see it. */
export interface Connection {
  /** Unique among the connections of all hubs. */
  readonly id: string;
  readonly stream: AnyStream;
  readonly principal: Principal | undefined;
  /** Where the reader connects from, as it is counted. */
  readonly address: string | undefined;
  /** The names of the topics that it listens to. */
  readonly topics: readonly string[];
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** Events handed to it, replayed ones included. */
  readonly events: number;
  readonly closed: boolean;
  /**
   * Ends the stream so that its reader knows that nothing failed, and when to come back (D12). Harmless when it is closed.
   *
   * @param reason Default `revoked`.
   * @param retryMs Milliseconds after which the reader is to come back. Default 0.
   */
  end(reason?: EndingReason, retryMs?: number): void;
  /** Cuts the stream at once, whatever waits to be sent. Harmless when it is closed. */
  close(reason: CloseReason): void;
  /** Tells the hub that the reader went away: for hosts that learn of that elsewhere than from the transport. */
  gone(): void;
}

/** The hub's side of a {@link Connection}. It passes events on, holds them while it catches up, or queues them while its socket is full. */
export class HubConnection implements Connection, SinkListener, Member {
  // The fields that a delivery reads come first, side by side: a fan-out touches thousands of connections, and each
  // jump in memory is a cache miss.
  readonly #sink: Sink;
  #closed = false;
  #catchUp: CatchUpBuffer | undefined;
  #sentThrough = 0;
  /** Exists only while the socket is full. */
  #queue: Queue | undefined;
  #events = 0;
  readonly #fields: ConnectionFields;
  #rooms: readonly Room[] = [];
  /** By the steady clock, which nobody can set. */
  #fullSince = 0;
  #onDrain: (() => void) | undefined;
  #liveSince: Position | undefined;

  constructor(fields: ConnectionFields) {
    this.#sink = fields.sink;
    this.#fields = fields;
    this.#sink.start(this);
  }

  get id(): string {
    return this.#fields.id;
  }

  get stream(): AnyStream {
    return this.#fields.stream;
  }

  get topics(): readonly string[] {
    return this.#fields.topics;
  }

  get address(): string | undefined {
    return this.#fields.address;
  }

  get events(): number {
    return this.#events;
  }

  get principal(): Principal | undefined {
    return this.#fields.principal;
  }

  get openedAt(): number {
    return this.#fields.openedAt;
  }

  get endsAt(): number {
    return this.#fields.endsAt;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get full(): boolean {
    try {
      return this.#sink.full;
    } catch {
      // The write that follows fails too, and then the connection is closed.
      return false;
    }
  }

  /** The rooms it is a member of, in the order it joined. */
  get rooms(): readonly Room[] {
    return this.#rooms;
  }

  enter(rooms: readonly Room[], buffer: CatchUpBuffer): void {
    this.#rooms = rooms;
    this.#catchUp = buffer;
  }

  /** From now on events go straight to the socket, but for those that the log gave it already. */
  goLive(sentThrough: Position): void {
    this.#catchUp = undefined;
    this.#sentThrough = sentThrough.sequence;
    this.#liveSince = sentThrough;
  }

  /**
   * Holds what comes from now on, because the log has to be read again (D27.2).
   *
   * @returns Where it went live; undefined where there is nothing to start: it is closed, or still reads the log, and is
   *   told to read on
   */
  catchUpAgain(buffer: CatchUpBuffer): Position | undefined {
    if (this.#closed) return undefined;
    if (this.#catchUp === undefined) {
      this.#catchUp = buffer;
      return this.#liveSince;
    }
    this.#catchUp.missed();
    return undefined;
  }

  /** Resolves when nothing waits for its transport any more, or it is gone. Only while it catches up. */
  async emptied(): Promise<void> {
    if (this.#queue === undefined) return;
    await new Promise<void>((resolve) => {
      this.#onDrain = resolve;
    });
  }

  /** Takes this turn's events (D8.3, D9.1). */
  deliver(whole: Turn): void {
    if (this.#closed) return;
    // An event of this very turn may have been read from the log before the turn ended.
    const turn = whole.firstSequence > this.#sentThrough ? whole : whole.after(this.#sentThrough);
    if (turn.events.length === 0) return;
    if (this.#catchUp !== undefined) {
      for (const event of turn.events) this.#catchUp.push(event);
      return;
    }
    this.#events += turn.events.length;
    if (this.#queue !== undefined) {
      const queue = this.#queue;
      if (!turn.events.every((event) => queue.push(event))) this.close("slow");
    } else {
      this.#write(turn.encoded);
    }
  }

  /**
   * Sends what is this reader's own: a greeting, a page of the log. Resolves when more may be sent, or it is gone.
   *
   * @param events How many events the blocks hold.
   */
  async send(blocks: readonly TextBlock[], events = 0): Promise<void> {
    if (this.#closed || blocks.length === 0) return;
    this.#events += events;
    // These blocks wait for their reader, whatever the bound is: the bound is for live events, which come unasked.
    if (this.#sink.write(new EncodedEvents(blocks))) return;
    this.#startQueue();
    await new Promise<void>((resolve) => {
      this.#onDrain = resolve;
    });
  }

  /** The heartbeat; also notices a reader that has taken nothing for too long (D10.1, D10.3). */
  beat(inactivityMs: number): void {
    if (this.#queue !== undefined) {
      if (performance.now() - this.#fullSince > inactivityMs) this.close("stalled");
    } else if (this.#catchUp === undefined) {
      this.#write(this.#fields.heartbeat);
    }
  }

  /** The transport took everything and asks for more. */
  drained(): void {
    const queued = this.#queue?.take(Date.now()) ?? [];
    this.#queue = undefined;
    if (queued.length > 0 && !this.#closed) this.#write(new EncodedEvents(queued));
    if (this.#queue === undefined) this.#release();
  }

  gone(): void {
    this.close("gone");
  }

  /**
   * Ends the stream so that its reader knows that nothing failed, and when to come back (D12).
   *
   * @param retryMs Milliseconds after which a reader of the contract comes back, this once (W14.1).
   */
  end(reason: EndingReason = "revoked", retryMs = 0, { position, absentMs = 0 }: EndOptions = {}): void {
    if (this.#closed) return;
    const wait = Math.round(retryMs);
    const data = JSON.stringify({ reason, retryMs: wait });
    const retry = Math.max(wait, Math.round(absentMs)) + reconnectionTime();
    const announcedEnd = encodeEvent({ event: ENDING, id: position, retry, data });
    const rest = new EncodedEvents([...(this.#queue?.take(Date.now()) ?? []), new TextBlock(announcedEnd)]);
    this.#leave(reason);
    try {
      this.#sink.write(rest);
      this.#sink.end();
    } catch (error) {
      this.#fields.onFailure(this, error);
      this.#destroy();
    }
  }

  /** Cuts the stream; harmless when it is closed already. */
  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#leave(reason);
    this.#destroy();
  }

  /**
   * An error of this reader's transport ends this connection; the other readers of the turn are served (D24.1, D24.2).
   */
  #fail(error: unknown): void {
    this.#fields.onFailure(this, error);
    this.close("failed");
  }

  #destroy(): void {
    try {
      this.#sink.destroy();
    } catch (error) {
      this.#fields.onFailure(this, error);
    }
  }

  #write(encoded: EncodedEvents): void {
    let more = false;
    try {
      more = this.#sink.write(encoded);
    } catch (error) {
      this.#fail(error);
    }
    if (more || this.#closed) return;
    if (this.#fields.maxQueueBytes === 0) this.close("slow");
    else this.#startQueue();
  }

  #startQueue(): void {
    this.#queue = new Queue(this.#fields.maxQueueBytes, this.#fields.budget);
    this.#fullSince = performance.now();
  }

  #leave(reason: CloseReason): void {
    this.#closed = true;
    this.#catchUp = undefined;
    this.#queue?.clear();
    this.#queue = undefined;
    this.#fields.onClose(this, reason);
    this.#release();
  }

  #release(): void {
    const resolve = this.#onDrain;
    this.#onDrain = undefined;
    resolve?.();
  }
}

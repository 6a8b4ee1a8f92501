import type { DecodedEvent } from "@tidings/wire";

/** How one connection came to its end. */
export type TransportEnd =
  | { readonly kind: "ended" }
  | { readonly kind: "network"; readonly cause: unknown }
  | { readonly kind: "too_long"; readonly cause: unknown }
  | {
      readonly kind: "wrong_type";
      /** Method and address, as errors name them. */
      readonly request: string;
      readonly contentType: string | null;
    }
  | {
      readonly kind: "status";
      /** Method and address, as errors name them. */
      readonly request: string;
      readonly status: number;
      readonly errors: readonly string[];
      readonly retryAfterMs: number | undefined;
    }
  /** Native EventSource gave up and does not say why. */
  | { readonly kind: "refused" };

/** What a transport tells of one connection; nothing after its `close`, and nothing after `onEnd`. */
export interface TransportHandlers {
  /** The headers came and they are right. */
  onOpen(): void;
  /** Bytes came, comments included. */
  onActivity(): void;
  onEvent(event: DecodedEvent): void;
  /** The id to resume from moved, with or without an event. */
  onId(id: string): void;
  onRetry(milliseconds: number): void;
  onEnd(end: TransportEnd): void;
}

/** One connection under way. */
export interface TransportConnection {
  /** Releases the request, its reader and its listeners. */
  close(): void;
}

/** Where a connection begins. */
export interface ResumePoint {
  /** `""` for from now on. */
  readonly lastEventId: string;
  /** Whether a snapshot gave the id: no header carried it before, so the address carries it as well (C2.4). */
  readonly fromSnapshot: boolean;
}

/** Opens the connections of one stream. */
export interface Transport {
  open(resume: ResumePoint, handlers: TransportHandlers): TransportConnection;
  /** Hears an event that the contract does not name, on this connection and later ones; only native EventSource needs telling. */
  listen?(event: string): void;
  /** Whether it sees comments, and so can tell a dead connection from a quiet stream (C7.2). */
  readonly seesHeartbeats: boolean;
}

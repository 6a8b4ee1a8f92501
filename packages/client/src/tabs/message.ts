import type { DecodedEvent } from "@tidings/wire";
import type { ConnectionState } from "../connection/connection.ts";
import { ClientError, type ClientErrorCode } from "../error.ts";

/** A connection's state as it goes through a channel: a clone of an error would lose its class. */
export interface TabState extends Omit<ConnectionState, "error"> {
  readonly error:
    | (Pick<ClientError, "message" | "request" | "status" | "errors" | "retryAfterMs" | "event" | "subject"> & {
        readonly code: ClientErrorCode;
      })
    | undefined;
}

/** What tabs say to each other. Whoever changes it changes the version in the channel's name too: tabs outlive deployments. */
export type TabMessage =
  /** To the leader: I have everything up to `after`, go on from there. */
  | {
      readonly kind: "join";
      readonly tab: string;
      readonly after: string;
      /** Whether a greeting that is not `complete` makes it load anew, so that `none` says enough (C1.3). */
      readonly reloads: boolean;
    }
  /** To the leader: come back at once. */
  | { readonly kind: "reconnect" }
  /** I hold the lock now, and go on after `from`. */
  | { readonly kind: "lead"; readonly leader: string; readonly from: string }
  | {
      readonly kind: "welcome";
      readonly leader: string;
      readonly to: string;
      /** The position of the join that it answers. */
      readonly after: string;
      /** The number of the leader's next word to all. */
      readonly next: number;
      readonly state: TabState;
      /** The server's greeting, made true for this tab. */
      readonly greeting: DecodedEvent;
      readonly frames: readonly DecodedEvent[];
    }
  /** This server's greetings do not say enough to share a connection. */
  | { readonly kind: "declined"; readonly leader: string; readonly to: string }
  | { readonly kind: "standing"; readonly leader: string; readonly to: string; readonly state: TabState }
  | { readonly kind: "state"; readonly leader: string; readonly number: number; readonly state: TabState }
  | { readonly kind: "frame"; readonly leader: string; readonly number: number; readonly event: DecodedEvent }
  /** Another tab took my lock. */
  | { readonly kind: "deposed"; readonly leader: string }
  /** Bytes came, comments included. */
  | { readonly kind: "beat"; readonly leader: string };

export function toTabState({ error, ...state }: ConnectionState): TabState {
  if (error === undefined) return { ...state, error };
  const { code, message, request, status, errors, retryAfterMs, event, subject } = error;
  return { ...state, error: { code, message, request, status, errors: [...errors], retryAfterMs, event, subject } };
}

export function fromTabState({ error, ...state }: TabState): ConnectionState {
  return { ...state, error: error && new ClientError(error.code, error.message, error) };
}

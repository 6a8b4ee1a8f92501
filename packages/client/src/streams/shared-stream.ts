import {
  type AnyStream,
  connectionFields,
  ENDING,
  ending,
  MAX_EVENT_NAME,
  type Parsed,
  parse,
  type Schema,
} from "@tidings/contracts";
import { createListeners, type Listeners } from "@tidings/contracts/listeners";
import type { DecodedEvent } from "@tidings/wire";
import * as z from "zod/mini";
import type { Connection, ConnectionOptions, ConnectionState } from "../connection/connection.ts";
import { type ConnectionStatus, idleStatus } from "../connection/status.ts";
import { ClientError } from "../error.ts";
import type { Host } from "../host/host.ts";
import { createFreshness, type ReloadProgress } from "./freshness.ts";
import { isGreeting } from "./is-greeting.ts";
import type { Problems } from "./problems.ts";
import { createSeenIds } from "./seen-ids.ts";
import { unknownEventName } from "./unknown-event-name.ts";

const greetingFacts = z.object(connectionFields);

/** A validated event before the handles give it the contract's types. */
export interface DeliveredEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id: string;
  readonly receivedAt: number;
  readonly replayed: boolean;
}

/** What a shared stream is made of. */
export interface SharedStreamOptions {
  readonly definition: AnyStream;
  /** @see SharedStream.address */
  readonly address: string;
  readonly host: Host;
  /** Tells the transport to hear a custom event. */
  listen(name: string): void;
  /** Makes the machine; the stream supplies the callbacks. */
  connection(callbacks: Pick<ConnectionOptions, "onChange" | "onEvent">): Connection;
  readonly problems: Problems;
}

/** One connection and what it says, for all handles on it. */
export interface SharedStream {
  readonly definition: AnyStream;
  /** The stream's address with its query; the same for all transports. */
  readonly address: string;
  getSnapshot(): ConnectionStatus;
  /** What a stream that goes on where this one stands is opened after; `""` where nothing is known. */
  readonly position: string;
  /** Called after each change of status. */
  readonly statusListeners: Listeners;
  /** Called with each new valid event, in order. */
  readonly eventListeners: Listeners<[DeliveredEvent]>;
  /** Starts it in this turn's microtasks, once nobody claims it; with a snapshot's position at once. */
  connect(from?: string, reloads?: boolean): void;
  /** Makes {@link connect} wait for a snapshot that is being loaded, until the returned function is called. */
  claim(): () => void;
  reconnect(): void;
  listen(name: string): void;
  beginReload(): ReloadProgress;
  close(): void;
}

/** Validates, deduplicates and hands on what one connection brings, and keeps its status (C9.1, C10.2, C13.1, C14.1). */
export function createSharedStream(options: SharedStreamOptions): SharedStream {
  const { definition, host, problems } = options;
  const subject = definition.name;
  const statusListeners = createListeners((cause) => reportListener(cause));
  const eventListeners = createListeners<[DeliveredEvent]>((cause, [{ event }]) => reportListener(cause, event));
  const seen = createSeenIds();
  let status = idleStatus;
  let resumedFrom = "";
  let previousId = "";
  let lastEventAt: number | undefined;
  let cancelFlush: (() => void) | undefined;
  /** Whether this connection's greeting came, right or wrong. */
  let isGreeted = false;
  let claims = 0;
  let wanted = false;
  let closed = false;

  const freshness = createFreshness(host, () => setStatus({ freshness: freshness.value }));
  const connection = options.connection({ onChange, onEvent });

  function setStatus(change: Partial<ConnectionStatus>): void {
    cancelFlush?.();
    cancelFlush = undefined;
    status = { ...status, ...change, lastEventAt };
    statusListeners.notify();
  }

  function reportListener(cause: unknown, event?: string): void {
    const message = "a listener threw; the others were served";
    problems.report(new ClientError("listener_failed", message, { subject, event, cause }));
  }

  function onChange(change: ConnectionState): void {
    if (change.state === "connecting" || change.state === "reconnecting" || change.state === "offline") {
      resumedFrom = previousId = connection.lastEventId;
      isGreeted = false;
      freshness.lost();
    }
    if (change.state === "open") freshness.opened();
    setStatus({ ...change, ...(change.state === "open" ? {} : { connectionId: undefined }) });
    if (change.state === "closed") {
      freshness.closed();
      if (change.error !== undefined) problems.warn(change.error, subject);
    }
  }

  function onEvent(wire: DecodedEvent): void {
    const bearsNewId = wire.lastEventId !== previousId;
    previousId = wire.lastEventId;
    const named = Object.hasOwn(definition.events, wire.type) ? definition.events[wire.type] : undefined;
    if (wire.type === ENDING && named === undefined) {
      const farewell = parseJson(ending, wire.data);
      if (farewell.ok) connection.ending(farewell.data.reason, farewell.data.retryMs);
      else connection.ending("drained");
      return;
    }
    const greets = isGreeting(definition, wire.type);
    const schema = named?.schema ?? (greets ? definition.greeting.event.schema : definition.custom);
    if (schema === undefined) {
      drop(
        "unknown_event",
        wire.type,
        ", which its contract lacks. It was dropped. Add it to the contract's events, or do not send it",
      );
      return;
    }
    const parsed = parseJson(schema, wire.data);
    if (!parsed.ok) {
      drop("invalid_event", wire.type, `: ${parsed.issues.join("; ")}. ${greets ? WRONG_GREETING : WRONG_EVENT}`);
      if (greets) greetedWrongly();
      return;
    }
    if (greets) greet(wire.type, parsed.data);
    else dispatch(wire, parsed.data, named === undefined ? bearsNewId : named.delivery.durable);
  }

  /**
   * The wire repeats the last id for events without one. The contract says which have one; of a custom event it does
   * not, but an id that no event bore before it can only be its own (C13.2).
   */
  function dispatch(wire: DecodedEvent, data: unknown, hasId: boolean): void {
    if (!isGreeted) {
      isGreeted = true;
      const message = `the ${subject} stream sent "${wire.type}" before a greeting. ${WRONG_GREETING}`;
      problems.warn(new ClientError("no_greeting", message, { subject }));
    }
    const id = hasId ? wire.lastEventId : "";
    const replayed = freshness.replaying;
    freshness.event(id);
    if (id !== "" && !seen.add(id)) return;
    deliver({ event: wire.type, data, id, receivedAt: host.now(), replayed });
  }

  function drop(code: "unknown_event" | "invalid_event", event: string, why: string): void {
    const message = `the ${subject} stream sent "${event.slice(0, MAX_EVENT_NAME)}"${why}`;
    problems.report(new ClientError(code, message, { subject, event }));
  }

  /** The connection works, but without a good greeting its freshness is unknown. */
  function greetedWrongly(): void {
    isGreeted = true;
    connection.greeted(undefined);
  }

  function greet(name: string, data: unknown): void {
    const facts = parse(greetingFacts, data);
    if (!facts.ok) {
      drop("invalid_event", name, `: ${facts.issues.join("; ")}. ${WRONG_GREETING}`);
      greetedWrongly();
      return;
    }
    isGreeted = true;
    const { resume, position, connectionId } = facts.data;
    connection.greeted(facts.data);
    setStatus({ resume, connectionId });
    // Holders of snapshots hear it first and say whether they reload; then freshness is decided.
    deliver({ event: "connected", data, id: "", receivedAt: host.now(), replayed: false });
    if (!closed) freshness.greeted(resume, position, position === resumedFrom);
  }

  function deliver(event: DeliveredEvent): void {
    lastEventAt = event.receivedAt;
    // It changes with every event, and is told of at most once a frame.
    cancelFlush ??= host.schedule(() => setStatus({}));
    eventListeners.notify(event);
  }

  function startUnclaimed(): void {
    if (wanted && claims === 0 && !closed) connection.start();
  }

  return {
    definition,
    address: options.address,
    getSnapshot: () => status,
    get position() {
      return connection.lastEventId;
    },
    statusListeners,
    eventListeners,
    connect(from, reloads) {
      wanted = true;
      if (from !== undefined) connection.start(from, reloads);
      // Effects of one page run in one turn: who loads a snapshot must have a chance to say so first (C11.2).
      else queueMicrotask(startUnclaimed);
    },
    claim() {
      let mine = true;
      claims += 1;
      return () => {
        if (!mine) return;
        mine = false;
        claims -= 1;
        startUnclaimed();
      };
    },
    reconnect: () => connection.reconnect(),
    listen(name) {
      const unknown = unknownEventName(definition, name, "a listener");
      if (unknown !== undefined) problems.warn(unknown);
      options.listen(name);
    },
    beginReload: () => freshness.beginReload(),
    close() {
      if (closed) return;
      closed = true;
      eventListeners.clear();
      connection.close();
      freshness.dispose();
      cancelFlush?.();
      cancelFlush = undefined;
      statusListeners.clear();
    },
  };
}

const WRONG_EVENT = "It was dropped. Send what the contract's schema says, or change the schema on both sides";
const WRONG_GREETING =
  "A connection must begin with a greeting that keeps the contract: without one the page cannot say that it is live";

function parseJson<S extends Schema>(schema: S, text: string): Parsed<z.output<S>> {
  try {
    return parse(schema, JSON.parse(text));
  } catch {
    return { ok: false, issues: ["its data is not JSON"] };
  }
}

import {
  type AnyStream,
  BATCH,
  batch,
  connectionFields,
  ENDING,
  ending,
  type Parsed,
  parse,
  type Schema,
} from "@tidings/contracts";
import type { DecodedEvent } from "@tidings/wire";
import * as z from "zod/mini";
import type { Connection, ConnectionOptions, ConnectionState } from "./connection.ts";
import { ClientError } from "./error.ts";
import { createFreshness } from "./freshness.ts";
import type { Host } from "./host.ts";
import { createSeenIds } from "./seen-ids.ts";
import { type ConnectionStatus, idleStatus } from "./status.ts";

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
  readonly host: Host;
  /** Whether it asked for batches, and so takes events by that name apart (C24). */
  readonly batch: boolean;
  /** Tells the transport to hear a custom event. */
  listen(name: string): void;
  /** Makes the machine; the stream supplies the callbacks. */
  connection(callbacks: Pick<ConnectionOptions, "onChange" | "onEvent">): Connection;
  onProblem(problem: ClientError): void;
}

/** One connection and what it says, for all handles on it. */
export interface SharedStream {
  readonly definition: AnyStream;
  getStatus(): ConnectionStatus;
  /** Called after each change of status. */
  readonly statusListeners: Set<() => void>;
  /** Called with each new valid event, in order. */
  readonly eventListeners: Set<(event: DeliveredEvent) => void>;
  /** Starts it in this turn's microtasks, once nobody claims it; with a snapshot's position at once. */
  connect(from?: string, reloads?: boolean): void;
  /** Makes {@link connect} wait for a snapshot that is being loaded, until the answer is called. */
  claim(): () => void;
  reconnect(): void;
  listen(name: string): void;
  beginReload(): () => void;
  close(): void;
}

/** Validates, deduplicates and hands on what one connection brings, and keeps its status (C9, C10, C13, C14). */
export function createSharedStream(options: SharedStreamOptions): SharedStream {
  const { definition, host, onProblem } = options;
  const statusListeners = new Set<() => void>();
  const eventListeners = new Set<(event: DeliveredEvent) => void>();
  const seen = createSeenIds();
  let status = idleStatus;
  let resumedFrom = "";
  let previousId = "";
  let lastEventAt: number | undefined;
  let cancelFlush: (() => void) | undefined;
  let claims = 0;
  let wanted = false;
  let closed = false;

  const freshness = createFreshness(host, () => setStatus({ freshness: freshness.value }));
  const connection = options.connection({ onChange, onEvent });

  function setStatus(change: Partial<ConnectionStatus>): void {
    cancelFlush?.();
    cancelFlush = undefined;
    status = { ...status, ...change, lastEventAt };
    emit(statusListeners, undefined);
  }

  function emit<T>(listeners: Set<(value: T) => void>, value: T, event?: string): void {
    // A copy: listeners come and go while it is walked.
    for (const listener of [...listeners]) {
      if (!listeners.has(listener)) continue;
      try {
        listener(value);
      } catch (cause) {
        onProblem(new ClientError("listener_failed", "a listener threw; the others were served", { event, cause }));
      }
    }
  }

  function onChange(change: ConnectionState): void {
    if (change.state === "connecting" || change.state === "reconnecting" || change.state === "offline") {
      resumedFrom = previousId = connection.lastEventId;
      freshness.lost();
    }
    setStatus({ ...change, ...(change.state === "open" ? {} : { connectionId: undefined }) });
    if (change.state === "closed") freshness.closed();
  }

  function onEvent({ type, data, lastEventId }: DecodedEvent): void {
    const payload = readJson(data);
    if (type === BATCH && options.batch) unpack(payload, lastEventId);
    else receive(type, payload, lastEventId);
  }

  /**
   * Each event of a batch as if it had come by itself (C24). The batch's id is committed already: if a listener makes
   * the connection come back now, the rest will not come again.
   */
  function unpack(payload: Payload, lastEventId: string): void {
    const entries = parsePayload(batch, payload);
    if (!entries.ok) {
      const message = `a batch of the ${definition.name} stream was dropped: ${entries.issues.join("; ")}`;
      onProblem(new ClientError("invalid_event", message, { event: BATCH }));
    } else {
      for (const { event, id = previousId, data } of entries.data) {
        if (!closed) receive(event, { ok: true, value: data }, id);
      }
    }
    previousId = lastEventId;
  }

  function receive(type: string, payload: Payload, lastEventId: string): void {
    const bearsNewId = lastEventId !== previousId;
    previousId = lastEventId;
    const named = Object.hasOwn(definition.events, type) ? definition.events[type] : undefined;
    if (type === ENDING && named === undefined) {
      const farewell = parsePayload(ending, payload);
      connection.ending(farewell.ok ? farewell.data.reason : "drained");
      return;
    }
    const isGreeting = named === undefined && (type === definition.greeting.name || type === "connected");
    const schema = named?.schema ?? (isGreeting ? definition.greeting.event.schema : definition.custom);
    if (schema === undefined) {
      const message = `the ${definition.name} stream sent "${type}", which its contract lacks; it was dropped`;
      onProblem(new ClientError("unknown_event", message, { event: type }));
      return;
    }
    const parsed = parsePayload(schema, payload);
    if (!parsed.ok) {
      const message = `"${type}" of the ${definition.name} stream was dropped: ${parsed.issues.join("; ")}`;
      onProblem(new ClientError("invalid_event", message, { event: type }));
      if (isGreeting) connection.greeted(undefined);
      return;
    }
    if (isGreeting) greet(parsed.data);
    else dispatch(type, parsed.data, (named?.delivery.durable ?? bearsNewId) ? lastEventId : "");
  }

  /**
   * The wire repeats the last id for events without one. The contract says which have one; of a custom event it does
   * not, but an id that no event bore before it can only be its own (C13).
   */
  function dispatch(event: string, data: unknown, id: string): void {
    const replayed = freshness.replaying;
    freshness.event(id);
    if (id !== "" && !seen.add(id)) return;
    deliver({ event, data, id, receivedAt: host.now(), replayed });
  }

  function greet(data: unknown): void {
    const facts = parse(greetingFacts, data);
    if (!facts.ok) {
      connection.greeted(undefined);
      return;
    }
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
    emit(eventListeners, event, event.event);
  }

  function startUnclaimed(): void {
    if (wanted && claims === 0 && !closed) connection.start();
  }

  return {
    definition,
    getStatus: () => status,
    statusListeners,
    eventListeners,
    connect(from, reloads) {
      wanted = true;
      if (from !== undefined) connection.start(from, reloads);
      // Effects of one page run in one turn: who loads a snapshot must have a chance to say so first.
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
    listen: options.listen,
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

/** What an event's data says, where it is JSON. */
type Payload = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

function readJson(text: string): Payload {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function parsePayload<S extends Schema>(schema: S, payload: Payload): Parsed<z.output<S>> {
  return payload.ok ? parse(schema, payload.value) : { ok: false, issues: ["its data is not JSON"] };
}

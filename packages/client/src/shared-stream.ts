import { type AnyStream, connectionFields, ENDING, ending, type Parsed, parse, type Schema } from "@tidings/contracts";
import { createListeners, type Listeners } from "@tidings/contracts/listeners";
import type { DecodedEvent } from "@tidings/wire";
import * as z from "zod/mini";
import type { Connection, ConnectionOptions, ConnectionState } from "./connection.ts";
import { ClientError } from "./error.ts";
import { createFreshness, type ReloadProgress } from "./freshness.ts";
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
  /** What a stream that goes on where this one stands is opened after; `""` where nothing is known. */
  readonly position: string;
  /** Called after each change of status. */
  readonly statusListeners: Listeners;
  /** Called with each new valid event, in order. */
  readonly eventListeners: Listeners<[DeliveredEvent]>;
  /** Starts it in this turn's microtasks, once nobody claims it; with a snapshot's position at once. */
  connect(from?: string, reloads?: boolean): void;
  /** Makes {@link connect} wait for a snapshot that is being loaded, until the answer is called. */
  claim(): () => void;
  reconnect(): void;
  listen(name: string): void;
  beginReload(): ReloadProgress;
  close(): void;
}

/** Validates, deduplicates and hands on what one connection brings, and keeps its status (C9, C10, C13, C14). */
export function createSharedStream(options: SharedStreamOptions): SharedStream {
  const { definition, host, onProblem } = options;
  const statusListeners = createListeners((cause) => reportListener(cause));
  const eventListeners = createListeners<[DeliveredEvent]>((cause, [{ event }]) => reportListener(cause, event));
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
    statusListeners.notify();
  }

  function reportListener(cause: unknown, event?: string): void {
    onProblem(new ClientError("listener_failed", "a listener threw; the others were served", { event, cause }));
  }

  function onChange(change: ConnectionState): void {
    if (change.state === "connecting" || change.state === "reconnecting" || change.state === "offline") {
      resumedFrom = previousId = connection.lastEventId;
      freshness.lost();
    }
    if (change.state === "open") freshness.opened();
    setStatus({ ...change, ...(change.state === "open" ? {} : { connectionId: undefined }) });
    if (change.state === "closed") freshness.closed();
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
    const isGreeting = named === undefined && (wire.type === definition.greeting.name || wire.type === "connected");
    const schema = named?.schema ?? (isGreeting ? definition.greeting.event.schema : definition.custom);
    if (schema === undefined) {
      const message = `the ${definition.name} stream sent "${wire.type}", which its contract lacks; it was dropped`;
      onProblem(new ClientError("unknown_event", message, { event: wire.type }));
      return;
    }
    const parsed = parseJson(schema, wire.data);
    if (!parsed.ok) {
      const message = `"${wire.type}" of the ${definition.name} stream was dropped: ${parsed.issues.join("; ")}`;
      onProblem(new ClientError("invalid_event", message, { event: wire.type }));
      if (isGreeting) connection.greeted(undefined);
      return;
    }
    if (isGreeting) greet(parsed.data);
    else dispatch(wire, parsed.data, named === undefined ? bearsNewId : named.delivery.durable);
  }

  /**
   * The wire repeats the last id for events without one. The contract says which have one; of a custom event it does
   * not, but an id that no event bore before it can only be its own (C13).
   */
  function dispatch(wire: DecodedEvent, data: unknown, hasId: boolean): void {
    const id = hasId ? wire.lastEventId : "";
    const replayed = freshness.replaying;
    freshness.event(id);
    if (id !== "" && !seen.add(id)) return;
    deliver({ event: wire.type, data, id, receivedAt: host.now(), replayed });
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
    eventListeners.notify(event);
  }

  function startUnclaimed(): void {
    if (wanted && claims === 0 && !closed) connection.start();
  }

  return {
    definition,
    getStatus: () => status,
    get position() {
      return connection.lastEventId;
    },
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

function parseJson<S extends Schema>(schema: S, text: string): Parsed<z.output<S>> {
  try {
    return parse(schema, JSON.parse(text));
  } catch {
    return { ok: false, issues: ["its data is not JSON"] };
  }
}

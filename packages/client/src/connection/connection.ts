import type { EndingReason, ResumeOutcome } from "@tidings/contracts";
import { isolate } from "@tidings/contracts/listeners";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import type { DecodedEvent } from "@tidings/wire";
import { ClientError } from "../error.ts";
import type { Host, HostSignal } from "../host/host.ts";
import { httpError } from "../http/http-error.ts";
import { checkPosition } from "../position.ts";
import type { Transport, TransportConnection, TransportEnd } from "../transport/transport.ts";
import { afterEnd } from "./after-end.ts";
import { type BackoffOptions, backoffDelay, MAX_TOLD_WAIT_MS } from "./backoff.ts";
import { createResumePosition } from "./resume-position.ts";
import type { ConnectionPhase } from "./status.ts";
import { createStopwatch } from "./stopwatch.ts";
import { createWatchdog } from "./watchdog.ts";

/** Milliseconds of silence that end a connection before a greeting announced its heartbeat (C7.1). */
export const SILENCE_BEFORE_GREETING_MS = 45_000;
/** Heartbeats that may be missed, and half of the next (C7.1). */
export const SILENT_HEARTBEATS = 2.5;

/**
 * Milliseconds from a greeting on after which a connection has lasted, or a heartbeat's interval where that is shorter: one
 * that ends sooner counts as a failure (C6.3).
 */
const LASTED_MS = 10_000;

/** Milliseconds that a refresh may take after an announced end before the old token is tried. */
const REFRESH_PATIENCE_MS = 5_000;

/** What the machine itself knows; {@link ConnectionStatus} adds what the greeting says. */
export interface ConnectionState {
  readonly state: ConnectionPhase;
  readonly attempt: number;
  readonly retryAt: number | undefined;
  readonly error: ClientError | undefined;
}

/** What a connection is made of. */
export interface ConnectionOptions {
  readonly transport: Transport;
  readonly host: Host;
  readonly backoff: BackoffOptions;
  /** As WHATWG says for native EventSource: only network failures and ends are retried, after a fixed time (C4.1, C4.2). */
  readonly strict: boolean;
  /** Renews the session after a 401; whether another try is worthwhile. Rejects where that could not be told (C5.2). */
  refresh(): Promise<boolean>;
  /** Every change of state, at once and in order. What it throws goes to the host's `reportError` (C14.3). */
  onChange(state: ConnectionState): void;
  /** Every event, as the wire has it. What it throws goes to the host's `reportError` (C14.3). */
  onEvent(event: DecodedEvent): void;
  /** Bytes came, comments included. */
  onActivity?(): void;
}

/** What a greeting tells the machine. */
export interface GreetingFacts {
  readonly heartbeatMs: number;
  readonly position: string;
  readonly resume: ResumeOutcome;
}

/** A connection that keeps itself up. */
export interface Connection {
  /**
   * Starts it, after the event `from` if given; does nothing when it was started before. `reloads`: the caller loads its
   * snapshot again unless the greeting says `complete`, so that a shared connection may start elsewhere than `from` (C20.1).
   *
   * @throws ClientError `invalid_position`
   */
  start(from?: string, reloads?: boolean): void;
  /** Connects at once, in any state, and forgets earlier failures. */
  reconnect(): void;
  /** The greeting came: the connection is good. */
  greeted(facts: GreetingFacts | undefined): void;
  /**
   * The server said that it ends this connection on purpose: what follows is no failure (C6.5). `retryMs`: when to come
   * back, this once; default the stream's `retry`.
   */
  ending(reason: EndingReason, retryMs?: number): void;
  /** Ends it for good and leaves nothing behind; idempotent (C12.1, C12.2). */
  close(): void;
  /** The id that the next connection resumes from (C13.3). */
  readonly lastEventId: string;
}

/**
 * The one machine under every stream: connects, watches, comes back (C3 to C8). It knows no contract; `createClient` is
 * what applications want, and this is for events that no contract describes and for conformance.
 *
 * @example
 * const host = createHost();
 * const transport = createFetchTransport({ host, url, credentials: "same-origin", token: async () => undefined });
 * const connection = createConnection({
 *   host, transport, backoff: defaultBackoff, strict: true, refresh: async () => false, onChange, onEvent,
 * });
 * connection.start();
 */
export function createConnection(options: ConnectionOptions): Connection {
  const { host, transport, strict } = options;
  let state: ConnectionState = { state: "idle", attempt: 0, retryAt: undefined, error: undefined };
  const position = createResumePosition();
  let retryMs: number | undefined;
  let refreshed = false;
  /** Attempts in a row that failed, and connections that ended soon after their greeting. */
  let failures = 0;
  /** Announced ends in a row of connections that did not last. */
  let hastyEnds = 0;
  let isGreeted = false;
  let lastedMs = LASTED_MS;
  const sinceGreeting = createStopwatch(host);
  /** Why the server ends this connection, and when it wants to be asked again. */
  let announcedEnd: { readonly reason: EndingReason; readonly retryMs: number | undefined } | undefined;
  /** Counts connections, so that a late callback of an earlier one is known and ignored. */
  let generation = 0;
  let current: TransportConnection | undefined;
  let cancelTimer: (() => void) | undefined;
  let stopSignals: (() => void) | undefined;

  const watchdog = createWatchdog(host, () => {
    forgetFailures();
    retry(new ClientError("silent", "nothing came for longer than the heartbeat allows; connecting again"));
  });

  function set(change: Partial<ConnectionState>): void {
    const next = { ...state, ...change };
    state = next;
    tell(() => options.onChange(next));
  }

  /** A listener's failure is not the connection's (C14.2). */
  function tell(listener: () => void): void {
    isolate(listener, (error) => host.reportError(error));
  }

  /** Ends whatever is under way: connection, watchdog, planned attempt. */
  function halt(): void {
    generation += 1;
    watchdog.stop();
    cancelTimer?.();
    cancelTimer = undefined;
    current?.close();
    current = undefined;
  }

  function connect(): void {
    halt();
    const mine = generation;
    const resume = position.forRequest();
    announcedEnd = undefined;
    isGreeted = false;
    set({ state: disconnectedPhase(), retryAt: undefined });
    if (mine !== generation) return;
    // A strict connection has no watchdog (C4.3).
    if (!strict) {
      watchdog.feed();
      watchdog.watch(SILENCE_BEFORE_GREETING_MS);
    }
    current = transport.open(resume, {
      onOpen() {
        if (mine === generation) set({ state: "open", error: undefined });
      },
      onActivity() {
        if (mine !== generation) return;
        watchdog.feed();
        options.onActivity?.();
      },
      onEvent(event) {
        if (mine !== generation) return;
        position.onWire(event.lastEventId);
        tell(() => options.onEvent(event));
      },
      onId(id) {
        if (mine === generation) position.onWire(id);
      },
      onRetry(milliseconds) {
        if (mine === generation) retryMs = milliseconds;
      },
      onEnd(end) {
        if (mine === generation) ended(end);
      },
    });
  }

  function disconnectedPhase(): ConnectionPhase {
    if (state.state === "idle" || (state.state === "connecting" && state.attempt === 0)) return "connecting";
    return host.isOnline() ? "reconnecting" : "offline";
  }

  function ended(end: TransportEnd): void {
    forgetFailures();
    if (announcedEnd !== undefined && options.backoff.maxAttempts > 0) {
      reconnectAfterEnd(announcedEnd);
      return;
    }
    const error = describeEnd(end);
    const next = afterEnd(end, { strict, refreshed });
    if (next.kind === "retry") retry(error, next.retryAfterMs);
    else if (next.kind === "refresh") refreshThenConnect(error);
    else closeWith(error);
  }

  /** A connection that lasted makes up for those before it. */
  function forgetFailures(): void {
    if (isGreeted && sinceGreeting.elapsed >= lastedMs) failures = hastyEnds = 0;
  }

  function retry(error: ClientError, retryAfterMs?: number): void {
    failures += 1;
    const attempt = failures;
    if (attempt > options.backoff.maxAttempts) {
      closeWith(error);
      return;
    }
    const delay = strict
      ? (retryMs ?? options.backoff.baseMs)
      : backoffDelay(options.backoff, attempt, { retryMs, retryAfterMs, random: host.random });
    wait(delay, { attempt, error });
  }

  function wait(delay: number, change: Partial<ConnectionState>): void {
    halt();
    // Only a 401 that follows a refresh at once says that the fresh token is no good either.
    refreshed = false;
    const ms = Math.min(delay, MAX_TIMER_MS);
    // The timer is set before the state is told: a listener that closes must find it to cancel it.
    cancelTimer = host.setTimer(connect, ms);
    set({ ...change, state: host.isOnline() ? "reconnecting" : "offline", retryAt: host.now() + ms });
  }

  /**
   * Reconnects after an announced end, when the server said and without counting a failure; first renews a token that
   * ran out.
   */
  function reconnectAfterEnd({ reason, retryMs: told }: NonNullable<typeof announcedEnd>): void {
    // A long replay comes in parts (D4.6): one that brought the reader further is as good as a connection that lasted.
    const isNextPart = reason === "paused" && position.hasAdvanced;
    hastyEnds = isNextPart ? 0 : hastyEnds + 1;
    const { random } = host;
    const wish = told === undefined ? backoffDelay(options.backoff, 1, { random }) : Math.min(told, MAX_TOLD_WAIT_MS);
    // A server that greets and ends, time and again, is not asked faster than one that fails (C6.6).
    const delay = wish + (hastyEnds > 1 ? backoffDelay(options.backoff, hastyEnds, { random }) : 0);
    if (reason !== "expired") {
      wait(delay, { error: undefined });
      return;
    }
    // The old token may still work for a little while, so the client does not wait for a refresh that hangs.
    wait(delay + REFRESH_PATIENCE_MS, { error: undefined });
    const mine = generation;
    const goOn = () => {
      if (mine === generation) wait(delay, {});
    };
    void options.refresh().then(goOn, goOn);
  }

  function refreshThenConnect(error: ClientError): void {
    refreshed = true;
    halt();
    const mine = generation;
    set({ state: "reconnecting", retryAt: undefined, error });
    options.refresh().then(
      (worthwhile) => {
        if (mine !== generation) return;
        if (worthwhile) connect();
        else closeWith(error);
      },
      (cause) => {
        if (mine === generation)
          retry(new ClientError("network", "the session could not be renewed; trying again", { cause }));
      },
    );
  }

  function closeWith(error: ClientError | undefined): void {
    halt();
    if (!isRevivable(error)) {
      stopSignals?.();
      stopSignals = undefined;
    }
    if (state.state !== "closed") set({ state: "closed", retryAt: undefined, error });
  }

  /** Follows the network and the page (C8.4). */
  function onSignal(signal: HostSignal): void {
    if (state.state === "closed") {
      if (signal !== "offline" && signal !== "freeze") reconnect();
    } else if (signal === "offline") {
      // Browsers are at times wrong about this, so the longest wait still applies.
      const error = new ClientError("network", "this device has no network; waiting for it to return");
      if (failures < options.backoff.maxAttempts) wait(options.backoff.capMs, { error });
      else closeWith(error);
    } else if (signal === "freeze") {
      halt();
      set({ state: "reconnecting", retryAt: undefined });
    } else if (signal === "restore" || (signal === "online" && current === undefined)) {
      reconnect();
    } else if (current !== undefined) {
      if (watchdog.check()) reconnect();
    } else if (state.retryAt !== undefined && state.retryAt <= host.now()) {
      connect();
    }
  }

  function reconnect(): void {
    if (state.state === "idle") {
      start();
      return;
    }
    state = { ...state, attempt: 0 };
    failures = hastyEnds = 0;
    refreshed = false;
    stopSignals ??= host.onSignal(onSignal);
    connect();
  }

  function start(snapshot = ""): void {
    checkPosition(snapshot);
    if (state.state !== "idle") return;
    position.start(snapshot);
    stopSignals = host.onSignal(onSignal);
    connect();
  }

  return {
    start,
    reconnect,
    greeted(facts) {
      refreshed = false;
      isGreeted = true;
      sinceGreeting.start();
      if (facts !== undefined && !strict) {
        // A hub's `retry` is for browsers' own EventSource (W14): this client's backoff starts from its own base (C6.4).
        retryMs = undefined;
        position.greeted(facts);
        lastedMs = facts.heartbeatMs > 0 ? Math.min(LASTED_MS, facts.heartbeatMs) : LASTED_MS;
        const limit = facts.heartbeatMs * SILENT_HEARTBEATS;
        watchdog.watch(transport.seesHeartbeats && limit > 0 ? limit : Number.POSITIVE_INFINITY);
      }
      if (state.attempt !== 0) set({ attempt: 0 });
    },
    ending(reason, told = retryMs) {
      if (strict) return;
      // The wait that came with the announcement counts once, whatever ends the connection.
      announcedEnd = { reason, retryMs: told };
      retryMs = undefined;
    },
    close: () => closeWith(undefined),
    get lastEventId() {
      return position.lastEventId;
    },
  };
}

/**
 * Whether what closed a connection may be over when the page is seen again: a login page or a captive portal in place
 * of the stream. A refusal is the server's decision and stays.
 */
function isRevivable(error: ClientError | undefined): boolean {
  return error?.code === "wrong_type";
}

function describeEnd(end: TransportEnd): ClientError {
  switch (end.kind) {
    case "ended":
      return new ClientError("ended", "the server ended the stream; connecting again");
    case "network":
      return new ClientError("network", "the server could not be reached, or the connection broke", {
        cause: end.cause,
      });
    case "refused":
      return new ClientError("network", "EventSource gave the connection up without saying why");
    case "too_long":
      return new ClientError("event_too_long", "an event is longer than this client takes; see the server", {
        cause: end.cause,
      });
    case "wrong_type":
      return new ClientError(
        "wrong_type",
        `${end.request} answered with ${end.contentType ?? "no Content-Type"} in place of text/event-stream; is this address a stream?`,
        { request: end.request, status: 200 },
      );
    case "status":
      if (end.status !== 204) return httpError(end);
      return new ClientError("stopped", `the server asked the client to stop (${end.request} answered 204)`, {
        request: end.request,
        status: 204,
      });
  }
}

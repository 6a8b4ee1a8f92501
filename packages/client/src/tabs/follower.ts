import type { DecodedEvent } from "@tidings/wire";
import { defaultBackoff, MAX_TOLD_WAIT_MS } from "../connection/backoff.ts";
import { type ConnectionState, SILENCE_BEFORE_GREETING_MS, SILENT_HEARTBEATS } from "../connection/connection.ts";
import { createWatchdog } from "../connection/watchdog.ts";
import type { Host } from "../host/host.ts";
import { isGreeting } from "../streams/is-greeting.ts";
import { fromTabState, type TabMessage, type TabState } from "./message.ts";
import type { Role, RoleOptions } from "./role.ts";

/**
 * Milliseconds that a leader has to answer, and that it may be silent beyond what its connection may. Drawn up to twice
 * that.
 */
const PATIENCE_MS = 5_000;

/** Milliseconds that a leader waits at most before it tries again. */
const LONGEST_WAIT_MS = MAX_TOLD_WAIT_MS + defaultBackoff.capMs;

/** What {@link createFollower} takes. */
export interface FollowerOptions extends RoleOptions {
  readonly host: Host;
  readonly reloads: boolean;
  /** No word of the leader for too long: its tab sleeps or hangs (C22). */
  onSilence(): void;
  /** The leader cannot share its connection. */
  onDeclined(): void;
}

/** Hears from the leader what its connection brings (C19.1). */
export function createFollower(options: FollowerOptions): Role {
  const { id, host, recent, states, post } = options;
  const watchdog = createWatchdog(host, options.onSilence);
  let { reloads, from: lastEventId } = options;
  let idOnWire = "";
  let state: ConnectionState = { state: "connecting", attempt: 0, retryAt: undefined, error: undefined };
  let heartbeatMs: number | undefined;
  let followed: string | undefined;
  let joined = false;
  /** The number of the leader's next broadcast. */
  let next = 0;
  let closed = false;

  function set(change: ConnectionState): void {
    state = change;
    watch();
    options.onChange(change);
  }

  /** The leader watches its connection itself. Its followers suspect it a little later, each at another time. */
  function watch(): void {
    const silence =
      state.state === "open" && heartbeatMs !== undefined
        ? heartbeatMs * SILENT_HEARTBEATS || Number.POSITIVE_INFINITY
        : // No further than the leader may wait: the clock may have been set back meanwhile (C8.3).
          Math.min(Math.max(0, (state.retryAt ?? 0) - host.now()), LONGEST_WAIT_MS) + SILENCE_BEFORE_GREETING_MS;
    watchdog.feed();
    watchdog.watch(state.state === "closed" ? Number.POSITIVE_INFINITY : silence + PATIENCE_MS * (1 + host.random()));
  }

  function expectAnswer(): void {
    watchdog.feed();
    watchdog.watch(PATIENCE_MS);
  }

  function join(): void {
    if (joined) options.onChange({ state: "reconnecting", attempt: 0, retryAt: undefined, error: undefined });
    if (closed) return;
    joined = false;
    post({ kind: "join", tab: id, after: lastEventId, reloads });
    expectAnswer();
  }

  function receive(event: DecodedEvent): void {
    if (closed) return;
    if (event.lastEventId !== idOnWire) lastEventId = idOnWire = event.lastEventId;
    options.onEvent(event);
    if (isGreeting(options.definition, event.type)) return;
    recent.add(event);
    states.add(event);
  }

  /**
   * A new leader goes on after `from`. A follower that knows this position misses nothing; any other must join again
   * (C21.1, C21.2).
   */
  function onLead(leader: string, from: string): void {
    followed = leader;
    next = 0;
    // Closed for good: nobody asks until somebody wants it back (C3.2).
    if (state.state === "closed") return;
    if (joined && (from === lastEventId || recent.after(from) !== undefined)) watch();
    else join();
  }

  function onWelcome(welcome: Extract<TabMessage, { kind: "welcome" }>): void {
    const { leader, after, next: number, state, greeting, frames } = welcome;
    if (joined || after !== lastEventId) return;
    followed = leader;
    joined = true;
    reloads = false;
    next = number;
    if (recent.after(lastEventId) === undefined) recent.restart(lastEventId);
    idOnWire = greeting.lastEventId;
    set(fromTabState(state));
    for (const event of [greeting, ...frames]) receive(event);
  }

  /** A broadcast of the leader; where one before it was lost, this tab asks again. */
  function onBroadcast(message: Extract<TabMessage, { kind: "state" | "frame" }>): void {
    if (joined && message.number !== next) {
      join();
      return;
    }
    next = message.number + 1;
    if (message.kind === "frame") {
      if (joined) receive(message.event);
      return;
    }
    const isBack = !joined && state.state === "closed" && message.state.state !== "closed";
    onLeaderState(message.state);
    if (isBack) join();
  }

  /** For this tab the connection is open once the leader has greeted it. */
  function onLeaderState(told: TabState): void {
    if (joined || told.state !== "open") set(fromTabState(told));
    else watch();
  }

  function reconnect(): void {
    post({ kind: "reconnect" });
    if (state.state === "closed") {
      state = { state: "reconnecting", attempt: 0, retryAt: undefined, error: undefined };
      options.onChange(state);
      if (!joined) join();
    }
    if (!closed) expectAnswer();
  }

  return {
    begin() {
      options.onChange(state);
      join();
    },
    onMessage(message) {
      if (closed || !("leader" in message) || ("to" in message && message.to !== id)) return;
      if (message.kind === "lead") return onLead(message.leader, message.from);
      // A leader that was replaced and does not know it yet still sends messages.
      if (followed !== undefined && message.leader !== followed) return;
      if (joined) watchdog.feed();
      switch (message.kind) {
        case "welcome":
          return onWelcome(message);
        case "declined":
          return options.onDeclined();
        case "standing":
          return onLeaderState(message.state);
        case "deposed":
          followed = undefined;
          return join();
        case "state":
        case "frame":
          return onBroadcast(message);
      }
    },
    reconnect,
    greeted(facts) {
      if (facts === undefined) return;
      heartbeatMs = facts.heartbeatMs;
      if (facts.resume !== "complete") {
        lastEventId = facts.position;
        recent.restart(facts.position);
        states.clear();
      }
      watch();
    },
    ending() {},
    check() {
      // A login page in place of the stream may be gone by now (C3.3).
      if (state.state === "closed" && state.error?.code === "wrong_type") return reconnect();
      // A hidden leader's timers are slow.
      const isDue = state.retryAt !== undefined && state.retryAt <= host.now();
      if (!watchdog.check() && isDue) post({ kind: "reconnect" });
    },
    close() {
      closed = true;
      watchdog.stop();
    },
    get lastEventId() {
      return lastEventId;
    },
  };
}

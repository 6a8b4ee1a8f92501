import { uniqueId } from "@tidings/contracts/unique-id";
import type { Connection, ConnectionState } from "../connection/connection.ts";
import type { SharableConnection } from "../connection/share-connections.ts";
import type { HostSignal } from "../host/host.ts";
import { checkPosition } from "../position.ts";
import { createFollower } from "./follower.ts";
import { createLatestStates } from "./latest-states.ts";
import { createLeader } from "./leader.ts";
import type { TabMessage } from "./message.ts";
import type { TabChannel, TabPlatform } from "./platform.ts";
import { createRecentFrames } from "./recent-frames.ts";
import type { Role } from "./role.ts";

/** What {@link createTabsConnection} takes. */
export interface TabsConnectionOptions extends Omit<SharableConnection, "stream"> {
  readonly platform: TabPlatform;
  /** The same in tabs that share: of one server, stream, query and user. */
  readonly name: string;
}

/** Milliseconds in which a lock that is taken by force must come. */
const FORCE_PATIENCE_MS = 5_000;

/**
 * The connection of many tabs: whoever holds the lock has it and tells the others (C19 to C23). To what is built upon
 * it, it is a connection like any other.
 */
export function createTabsConnection(options: TabsConnectionOptions): Connection {
  const { host, platform, name } = options;
  const id = uniqueId(host);
  const recent = createRecentFrames();
  const states = createLatestStates(options.definition, host);
  let state: ConnectionState = { state: "idle", attempt: 0, retryAt: undefined, error: undefined };
  let lastEventId = "";
  let reloads: boolean;
  let wasOpen = false;
  let role: Role | undefined;
  let channel: TabChannel<TabMessage> | undefined;
  let letGo: (() => void) | undefined;
  let stopSignals: (() => void) | undefined;
  let cancelWait: (() => void) | undefined;
  /** Has a connection of its own, because the tabs cannot be reached. */
  let alone = false;
  let closed = false;

  const shared = { id, host, definition: options.definition, recent, states, onChange, onEvent: options.onEvent };

  function post(message: TabMessage): void {
    try {
      channel?.post(message);
    } catch {
      // In a microtask, because the role that reports this is still running.
      queueMicrotask(goAlone);
    }
  }

  function onChange(told: ConnectionState): void {
    // A new leader reports `connecting`; a tab that was open before must show `reconnecting`.
    const next = wasOpen && told.state === "connecting" ? { ...told, state: "reconnecting" as const } : told;
    const isSame = next.state === state.state && next.attempt === state.attempt && next.retryAt === state.retryAt;
    if (isSame && next.error === state.error) return;
    wasOpen ||= next.state === "open";
    state = next;
    options.onChange(next);
  }

  function take(next: (from: string) => Role): void {
    cancelWait?.();
    leaveRole();
    role = next(lastEventId);
    role.begin();
  }

  function leaveRole(): void {
    if (role === undefined) return;
    lastEventId = role.lastEventId;
    role.close();
    role = undefined;
  }

  function follow(from: string): Role {
    return createFollower({
      ...shared,
      from,
      // A tab that was connected before must learn what it missed.
      reloads: reloads && !wasOpen,
      post,
      onSilence: () => queue(true),
      onDeclined: goAlone,
    });
  }

  function lead(from: string): Role {
    return createLeader({ ...shared, from, before: state, post, create: options.create });
  }

  function queue(steal: boolean): void {
    letGo?.();
    cancelWait?.();
    // A lock taken by force comes at once or never.
    if (steal) cancelWait = host.setTimer(goAlone, FORCE_PATIENCE_MS);
    try {
      letGo = platform.holdLock(name, { steal }, { onHeld: () => take(lead), onLost: onDeposed, onRefused: goAlone });
    } catch {
      goAlone();
    }
  }

  /** Another tab took this tab for dead and took its lock (C22). */
  function onDeposed(): void {
    post({ kind: "deposed", leader: id });
    followOrLead();
  }

  /** The page or the browser has no locks or channels: each tab then has a connection of its own (C19.3). */
  function goAlone(): void {
    if (closed || alone) return;
    alone = true;
    leaveTabs();
    take((from) => createLeader({ ...shared, from, before: state, post: () => {}, create: options.create }));
  }

  function join(): void {
    stopSignals ??= host.onSignal(onSignal);
    alone = false;
    try {
      channel = platform.openChannel(name, (message: TabMessage) => role?.onMessage(message));
    } catch {
      goAlone();
      return;
    }
    followOrLead();
  }

  /** Waits for the lock, and follows whoever has it. */
  function followOrLead(): void {
    queue(false);
    if (!alone) take(follow);
  }

  function leaveTabs(): void {
    leaveRole();
    cancelWait?.();
    letGo?.();
    letGo = undefined;
    channel?.close();
    channel = undefined;
  }

  function onSignal(signal: HostSignal): void {
    if (signal === "visible") role?.check();
    else if (signal === "freeze" && role !== undefined) {
      // A frozen page cannot run: it gives up the lock, so that the others need not wait (C22).
      leaveTabs();
      if (state.state !== "closed") onChange({ ...state, state: "reconnecting", retryAt: undefined });
    } else if (signal === "restore" && role === undefined && state.state !== "closed") join();
  }

  function start(from = "", willReload = false): void {
    checkPosition(from);
    if (closed || state.state !== "idle") return;
    lastEventId = from;
    reloads = willReload;
    join();
  }

  return {
    start,
    reconnect() {
      if (closed) return;
      if (state.state === "idle") start();
      else if (role !== undefined) role.reconnect();
      else join();
    },
    greeted: (facts) => role?.greeted(facts),
    ending: (reason, retryMs) => role?.ending(reason, retryMs),
    close() {
      if (closed) return;
      closed = true;
      leaveTabs();
      stopSignals?.();
      if (state.state !== "closed") onChange({ ...state, state: "closed", retryAt: undefined, error: undefined });
    },
    get lastEventId() {
      return role?.lastEventId ?? lastEventId;
    },
  };
}

import type { DecodedEvent } from "@tidings/wire";
import type { ConnectionState, GreetingFacts } from "../connection/connection.ts";
import type { SharableConnection } from "../connection/share-connections.ts";
import type { Host } from "../host/host.ts";
import { isGreeting } from "../streams/is-greeting.ts";
import { type TabMessage, toTabState } from "./message.ts";
import type { Role, RoleOptions } from "./role.ts";

/** Milliseconds between two signs of life to the other tabs where there is nothing to tell. */
const BEAT_MS = 1_000;

/** What {@link createLeader} takes. */
export interface LeaderOptions extends RoleOptions {
  readonly host: Pick<Host, "now" | "monotonic">;
  /** How the connection stood before; closed for good, it is not made until somebody asks (C3.2). */
  readonly before: ConnectionState;
  readonly create: SharableConnection["create"];
}

/** Has the connection, and tells the other tabs everything it brings (C19.1). */
export function createLeader(options: LeaderOptions): Role {
  const { id, host, recent, states, post } = options;
  const waiting = new Map<string, Extract<TabMessage, { kind: "join" }>>();
  let state = options.before;
  let started = false;
  /** Broadcasts sent so far. */
  let sent = 0;
  let beatAt = Number.NEGATIVE_INFINITY;
  /** The last greeting that came; it is passed on once the listener told its facts. */
  let greetingEvent: DecodedEvent | undefined;
  let greeting: { readonly event: DecodedEvent; readonly facts: GreetingFacts | undefined } | undefined;
  /** The id in force on the wire. */
  let idOnWire = "";
  let closed = false;

  const connection = options.create({ onChange, onEvent, onActivity });

  function onChange(next: ConnectionState): void {
    if (closed) return;
    state = next;
    if (next.state !== "open") greeting = undefined;
    // The other tabs are told first, because a listener of this tab may close everything.
    tellState();
    options.onChange(next);
  }

  function tellState(): void {
    post({ kind: "state", leader: id, number: sent++, state: toTabState(state) });
  }

  function connect(): void {
    if (started) connection.reconnect();
    else {
      started = true;
      connection.start(options.from);
    }
  }

  function onEvent(event: DecodedEvent): void {
    post({ kind: "frame", leader: id, number: sent++, event });
    const greets = isGreeting(options.definition, event.type);
    if (greets) greetingEvent = event;
    options.onEvent(event);
    if (closed) return;
    idOnWire = event.lastEventId;
    if (greets) welcome();
    else {
      recent.add(event);
      states.add(event);
    }
  }

  function onActivity(): void {
    const now = host.monotonic();
    if (now - beatAt < BEAT_MS) return;
    beatAt = now;
    post({ kind: "beat", leader: id });
  }

  /** Answers who waits, once the server's own greeting is there to be passed on (C20.2). */
  function welcome(): void {
    if (state.state !== "open" || greeting === undefined) return;
    for (const join of waiting.values()) welcomeOne(join, greeting.event, greeting.facts, toTabState(state));
    waiting.clear();
  }

  function welcomeOne(
    { tab, after, reloads }: Extract<TabMessage, { kind: "join" }>,
    event: DecodedEvent,
    facts: GreetingFacts | undefined,
    state: ReturnType<typeof toTabState>,
  ): void {
    if (facts === undefined) {
      post({ kind: "declined", leader: id, to: tab });
      return;
    }
    const frames = recent.after(after);
    const resume = frames !== undefined ? "complete" : after === "" || reloads ? "none" : "gap";
    const data = JSON.stringify({ ...JSON.parse(event.data), resume, position: connection.lastEventId });
    // Events without an id repeat the last one, so the joining tab must know which id is in force (C13.1).
    const lastEventId = frames !== undefined && frames.length > 0 ? after : idOnWire;
    const untold = states.list().filter((state) => !frames?.includes(state));
    post({
      kind: "welcome",
      leader: id,
      to: tab,
      after,
      next: sent,
      state,
      greeting: { ...event, data, lastEventId },
      frames: [...untold.map((state) => ({ ...state, lastEventId })), ...(frames ?? [])],
    });
  }

  return {
    begin() {
      if (recent.after(options.from) === undefined) recent.restart(options.from);
      post({ kind: "lead", leader: id, from: options.from });
      if (state.state === "closed") tellState();
      else connect();
    },
    onMessage(message) {
      if (message.kind === "reconnect") connect();
      if (message.kind !== "join") return;
      waiting.set(message.tab, message);
      post({ kind: "standing", leader: id, to: message.tab, state: toTabState(state) });
      // The joining tab would have tried to connect on its own, so a closed leader tries again for it.
      if (state.state === "closed") connect();
      welcome();
    },
    reconnect: connect,
    greeted(facts) {
      if (greetingEvent !== undefined) greeting = { event: greetingEvent, facts };
      if (facts !== undefined && facts.resume !== "complete") {
        recent.restart(facts.position);
        states.clear();
      }
      connection.greeted(facts);
    },
    ending: (reason, retryMs) => connection.ending(reason, retryMs),
    // The connection itself listens for the page's return.
    check() {},
    close() {
      closed = true;
      connection.close();
    },
    get lastEventId() {
      return started ? connection.lastEventId : options.from;
    },
  };
}

import { type NotificationStats, notificationsStream, notificationTopicKeys } from "@tidings/contracts/notifications";
import { MAX_TIMER_MS, numberOption } from "@tidings/contracts/number-option";
import { type Connection, createHub, type Hub, type HubReport } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { serveStream } from "@tidings/hub/web";
import { type ClientSelector, checkFilter } from "./audience.ts";
import { NotifyError } from "./error.ts";
import type { createNotifications, SSEEvent } from "./notifications.ts";
import { type NotificationsOwner, notificationsOf } from "./notifications-of.ts";
import { createNotify, type Notify } from "./notify.ts";
import { startPing } from "./ping.ts";
import { type RecordsOwner, recordsOf } from "./records-of.ts";
import { readNotificationStats } from "./stats.ts";
import { StreamActivity } from "./stream-activity.ts";

/** The options of brief 003's manager, all optional. */
export interface SSEManagerOptions {
  /** Milliseconds between heartbeats. Default 30,000; from 10 to 2^31-1. */
  readonly pingInterval?: number | undefined;
  /**
   * Milliseconds after which a connection that accepts no data is closed; checked once a heartbeat. Default 60,000; at
   * least 20; Infinity never closes one. If it is shorter than two heartbeats, heartbeats are sent more often.
   */
  readonly clientTimeout?: number | undefined;
  /** Connections at a time; one more is refused. Default 1,000; at least 1; Infinity for no limit. */
  readonly maxClients?: number | undefined;
  /** Logs what happens to connections. Default true. */
  readonly enableLogging?: boolean | undefined;
  /** Where those lines go. Default: standard error. */
  readonly log?: ((line: string) => void) | undefined;
}

/** Who a connection belongs to. The caller must have authenticated them. */
export interface CreateConnectionOptions extends NotificationsOwner {
  /** Its `Last-Event-ID` is resumed from, and its end ends the connection. */
  readonly request?: Request | undefined;
}

/** Whose records the connection gets. The caller must have authenticated them. */
export interface CreateRecordsConnectionOptions extends RecordsOwner {
  /** Its `Last-Event-ID` is resumed from, and its end ends the connection. */
  readonly request?: Request | undefined;
}

/** A connection and the response that carries it. */
export interface CreatedConnection {
  readonly clientId: string;
  readonly response: Response;
}

/**
 * Brief 003's manager: a hub with its own log in memory, under the brief's names. If a server has several streams, or
 * its events must survive a restart, use `createHub` and `createNotify` instead.
 *
 * @example
 * const manager = new SSEManager({ maxClients: 5000 });
 * export const GET = (request: Request) => manager.createConnection({ request }).response;
 */
export class SSEManager {
  /** The publishing functions of this manager. */
  readonly notify: Notify;
  readonly #hub: Hub;
  readonly #settings: Settings;
  readonly #stopPing: () => void;
  #destroyed = false;
  readonly #activity = new StreamActivity(notificationsStream.name);
  readonly #send: ReturnType<typeof createNotifications>["notifyClients"];

  constructor(options: SSEManagerOptions = {}) {
    this.#settings = settingsOf(options);
    const { pingInterval, clientTimeout, enableLogging, log } = this.#settings;
    const heartbeatMs = Math.min(pingInterval, clientTimeout / 2);
    this.#hub = createHub({
      log: createMemoryLog(),
      heartbeatMs,
      inactivityMs: clientTimeout,
      onReport: (report) => {
        this.#activity.observe(report);
        if (enableLogging) logReport(report, log);
      },
    });
    this.#stopPing = startPing(this.#hub, heartbeatMs);
    this.notify = createNotify(this.#hub);
    this.#send = this.notify.notifyClients;
  }

  /** Whether `destroy` was called. */
  get destroyed(): boolean {
    return this.#destroyed;
  }

  /** Whether these options equal those that this manager was made with. */
  hasOptions(options: SSEManagerOptions): boolean {
    const others = settingsOf(options);
    const names = ["pingInterval", "clientTimeout", "maxClients", "enableLogging", "log"] as const;
    return names.every((name) => Object.is(others[name], this.#settings[name]));
  }

  /** @throws NotifyError `full` at `maxClients` */
  createConnection({ request, ...owner }: CreateConnectionOptions = {}): CreatedConnection {
    this.#checkRoom();
    const serving = notificationsOf(owner);
    const response = serveStream(this.#hub, request ?? new Request("http://localhost/"), serving);
    return { clientId: serving.greeting.clientId, response };
  }

  /**
   * Makes a connection of brief 004's stream, which gets what `emitRecordCreated` and the other record functions send.
   *
   * @throws NotifyError `full` at `maxClients`; `invalid_filter` or `forbidden` for names in `events`
   */
  createRecordsConnection({ request, ...owner }: CreateRecordsConnectionOptions): Pick<CreatedConnection, "response"> {
    this.#checkRoom();
    return { response: serveStream(this.#hub, request ?? new Request("http://localhost/"), recordsOf(owner)) };
  }

  #checkRoom(): void {
    const { maxClients } = this.#settings;
    if (this.#hub.countAll() < maxClients) return;
    throw new NotifyError("full", `all ${maxClients} connections are taken; answer 503 with Retry-After`);
  }

  /** Returns whether this node has such a client. */
  sendToClient(clientId: string, event: SSEEvent): boolean {
    return this.#send({ clientId }, event) > 0;
  }

  /** Returns how many clients of this node match. Clients of other nodes get it too. */
  sendToClients(filter: ClientSelector, event: SSEEvent): number {
    return this.#send(filter, event);
  }

  /** Returns how many clients this node has. Clients of other nodes get it too. */
  broadcast(event: SSEEvent): number {
    return this.#send({}, event);
  }

  /** Returns how many connections the user has on this node. Those on other nodes get it too. */
  sendToUser(userId: string, event: SSEEvent): number {
    return this.#send({ userId }, event);
  }

  /** Returns whether there was such a client. */
  disconnectClient(clientId: string): boolean {
    checkFilter({ clientId });
    const [key = ""] = notificationTopicKeys({ clientId });
    return this.#hub.disconnectTopic(notificationsStream.topic(key)) > 0;
  }

  /** The statistics of this node; `readStatsOfNodes` adds up those of all. */
  getStats(): NotificationStats {
    return readNotificationStats(this.#hub, this.#activity);
  }

  /** Ends every connection. Nothing can be sent afterwards. Calling it twice is harmless. */
  destroy(): Promise<void> {
    this.#destroyed = true;
    this.#stopPing();
    return this.#hub.close();
  }
}

type Settings = { readonly [Name in keyof SSEManagerOptions]-?: NonNullable<SSEManagerOptions[Name]> };

/** @throws NotifyError `invalid_options` */
function settingsOf({ enableLogging = true, log = writeLine, ...numbers }: SSEManagerOptions): Settings {
  const read = (name: keyof typeof RULES) =>
    numberOption(name, numbers[name], RULES[name], (message) => new NotifyError("invalid_options", message));
  return {
    pingInterval: read("pingInterval"),
    clientTimeout: read("clientTimeout"),
    maxClients: read("maxClients"),
    enableLogging,
    log,
  };
}

const RULES = {
  pingInterval: { fallback: 30_000, min: 10, max: MAX_TIMER_MS },
  clientTimeout: { fallback: 60_000, min: 20, max: Number.POSITIVE_INFINITY },
  maxClients: { fallback: 1000, min: 1, max: Number.POSITIVE_INFINITY, whole: true },
} as const;

function writeLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

function logReport(report: HubReport, log: (line: string) => void): void {
  if (report.type === "opened") log(`SSE ${nameOf(report.connection)} opened`);
  else if (report.type === "closed") log(`SSE ${nameOf(report.connection)} closed: ${report.reason}`);
  else if (report.type === "failed") log(`SSE ${nameOf(report.connection)} failed`);
}

function nameOf({ id, principal }: Connection): string {
  return principal === undefined ? id : `${id} of ${principal.id}`;
}

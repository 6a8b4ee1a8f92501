import type { EventData, PublishableEvent, Topic } from "@tidings/contracts";
import { notificationsStream, notificationTopicKeys } from "@tidings/contracts/notifications";
import {
  audience,
  type ClientSelector,
  checkFilter,
  everyone,
  type ToUser,
  type ToUsers,
  userOf,
  usersOf,
} from "./audience.ts";
import type { Publisher, PublishingHub } from "./publisher.ts";

type Notifications = typeof notificationsStream;

/** An event of the notifications stream: a standard one with its payload, or a custom one with any. */
export type SSEEvent = PublishableEvent<Notifications>;

/**
 * The functions that publish the notifications stream's events, under the names of brief 003 (docs/briefs). Each
 * validates at once, publishes, and returns how many connections **of this node** the event was addressed to.
 * Connections of other nodes get it too and are not counted.
 */
export interface Notifications003 {
  /**
   * To everyone who is connected.
   *
   * @throws NotifyError if the event breaks its contract, and `invalid_audience` for a user that is undefined or empty;
   *   all functions here do
   */
  broadcast(event: SSEEvent): number;
  notifyUser(userId: string, event: SSEEvent): number;
  /** To each of these users once. */
  notifyUsers(userIds: readonly string[], event: SSEEvent): number;
  /** To the connections that a filter selects. An empty filter selects all. */
  notifyClients(filter: ClientSelector, event: SSEEvent): number;
  /** `system` to everyone. The default level is `info`. */
  systemNotification(message: string, level?: EventData<Notifications, "system">["level"]): number;
  /** `update` to everyone, or to some. */
  realtimeUpdate(type: string, data: unknown, ...targetUsers: ToUsers): number;
  /** `progress`, from 0 to 100. */
  progressUpdate(operationId: string, progress: number, message?: string, ...userId: ToUser): number;
  /** `success` to everyone, or to one user. */
  successNotification(message: string, data?: unknown, ...userId: ToUser): number;
  /** `error` to everyone, or to one user. */
  errorNotification(error: string, context?: Readonly<Record<string, unknown>>, ...userId: ToUser): number;
}

/** Makes {@link Notifications003} on a publisher. */
export function createNotifications({ post }: Publisher, hub: Pick<PublishingHub, "connections">): Notifications003 {
  const toUser = (to: ToUser, event: SSEEvent) => {
    const user = userOf(to);
    return post(audience(user === everyone ? everyone : [user]), event);
  };

  return {
    broadcast: (event) => post(audience(everyone), event),
    notifyUser: (userId, event) => post(audience([userId]), event),
    notifyUsers: (userIds, event) => post(audience(userIds), event),
    notifyClients: (filter, event) => post(topicsOf(filter, hub), event),
    systemNotification: (message, level = "info") =>
      post(audience(everyone), { event: "system", data: { message, level } }),
    realtimeUpdate: (type, data, ...to) => post(audience(usersOf(to)), { event: "update", data: { type, data } }),
    progressUpdate: (operationId, progress, message, ...to) =>
      toUser(to, { event: "progress", data: { operationId, progress, message } }),
    successNotification: (message, data, ...to) => toUser(to, { event: "success", data: { message, data } }),
    errorNotification: (error, context, ...to) => toUser(to, { event: "error", data: { error, context } }),
  };
}

/**
 * The topics of a filter. A filter of one attribute is published to that attribute's topic, on every node. A filter of
 * several is published to each connection of this node that matches all of them.
 */
function topicsOf(filter: ClientSelector, hub: Pick<PublishingHub, "connections">): readonly Topic<Notifications>[] {
  checkFilter(filter);
  const [first, ...others] = notificationTopicKeys(filter).map((key) => notificationsStream.topic(key));
  if (first === undefined) return audience(everyone);
  if (others.length === 0) return [first];
  const wanted = [first, ...others].map(({ name }) => name);
  return clients(hub)
    .filter(({ topics }) => wanted.every((name) => topics.has(name)))
    .map(({ own }) => notificationsStream.topic(own));
}

const PREFIX = `${notificationsStream.name}/`;
const CLIENT_PREFIX = `${PREFIX}client:`;

/** The connections of notifications on this node, by the topics that they listen to. */
function clients(hub: Pick<PublishingHub, "connections">) {
  return [...hub.connections()].flatMap(({ topics }) => {
    const own = topics.find((name) => name.startsWith(CLIENT_PREFIX));
    return own === undefined ? [] : [{ topics: new Set(topics), own: own.slice(PREFIX.length) }];
  });
}

import type { Topic } from "@tidings/contracts";
import {
  type ClientFilter,
  EVERYONE,
  notificationsStream,
  notificationTopicKeys,
} from "@tidings/contracts/notifications";
import { NotifyError } from "./error.ts";

/**
 * Names everyone as the audience, in place of users. A user that is undefined is refused, because it may be a mistake
 * and an event to everyone cannot be taken back (S23.1). The symbol is registered by name, because bundlers load this
 * module more than once.
 *
 * @example await notify.notifyUserActivity("ada", "online", everyone, { page: "dashboard" });
 */
export const everyone: unique symbol = Symbol.for("@tidings/notify/everyone");
/** {@link everyone} as a type. */
export type Everyone = typeof everyone;

/** The optional last argument of a function that publishes to one user, or to everyone if it is left out. */
export type ToUser = readonly [] | readonly [userId: string | Everyone];

/** The optional last argument of a function that publishes to some users, or to everyone if it is left out. */
export type ToUsers = readonly [] | readonly [userIds: readonly string[] | Everyone];

/** A filter of connections, none of whose fields is undefined. */
export type ClientSelector = { readonly [Name in keyof ClientFilter]?: NonNullable<ClientFilter[Name]> };

/** The user that a call names; everyone if the argument is left out. */
export function userOf(to: ToUser): string | Everyone {
  const [userId = undefined] = to;
  if (to.length === 0 || userId === everyone) return everyone;
  checkUserId(userId);
  return userId;
}

/** The users that a call names; everyone if the argument is left out. */
export function usersOf(to: ToUsers): readonly string[] | Everyone {
  const [userIds = undefined] = to;
  if (to.length === 0 || userIds === everyone) return everyone;
  if (!Array.isArray(userIds)) throw refuse("the users are no list");
  return userIds;
}

/**
 * The topics of some users, each once. An empty list has none.
 *
 * @throws NotifyError `invalid_audience` for a user without an id
 */
export function audience(userIds: readonly string[] | Everyone): readonly Topic<typeof notificationsStream>[] {
  if (userIds === everyone) return [notificationsStream.topic(EVERYONE)];
  if (!Array.isArray(userIds)) throw refuse("the users are no list");
  const keys = new Set<string>();
  for (const userId of userIds) {
    checkUserId(userId);
    for (const key of notificationTopicKeys({ userId })) keys.add(key);
  }
  return [...keys].map((key) => notificationsStream.topic(key));
}

/** @throws NotifyError `invalid_audience` */
export function checkUserId(userId: unknown): asserts userId is string {
  if (typeof userId === "string" && userId !== "") return;
  throw refuse(`a user's id is ${describe(userId)}`);
}

/**
 * Refuses a filter with a field that is undefined. An empty filter selects all connections.
 *
 * @throws NotifyError `invalid_audience`
 */
export function checkFilter(filter: ClientSelector): void {
  if (typeof filter !== "object" || filter === null) throw refuse(`the filter is ${describe(filter)}`);
  for (const [name, value] of Object.entries(filter)) {
    if (name === "metadata") checkMetadata(value);
    else if (name !== "clientId" && name !== "userId" && name !== "sessionId") {
      throw refuse(`the filter has "${name}"; there are clientId, userId, sessionId and metadata`);
    } else if (typeof value !== "string" || value === "") throw refuse(`the filter's ${name} is ${describe(value)}`);
  }
}

function checkMetadata(metadata: unknown): void {
  if (typeof metadata !== "object" || metadata === null) throw refuse(`the filter's metadata is ${describe(metadata)}`);
  const entries = Object.entries(metadata);
  if (entries.length === 0) throw refuse("the filter's metadata names nothing");
  for (const [name, value] of entries) {
    if (typeof value !== "string") throw refuse(`the filter's metadata.${name} is ${describe(value)}`);
  }
}

function describe(value: unknown): string {
  if (value === "") return "empty";
  return value === undefined || value === null ? String(value) : `of the type ${typeof value}`;
}

function refuse(why: string): NotifyError {
  return new NotifyError("invalid_audience", `${why}: that is nobody. To reach everyone, name nobody, or \`everyone\``);
}

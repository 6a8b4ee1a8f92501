import { type Topic, topicRefusal } from "@tidings/contracts";
import { HubError, refused } from "../error.ts";
import type { Connection, Principal } from "./connection.ts";

/** One sign-in of a user: a {@link Principal} with a session. Two users' sessions may have the same `sessionId`. */
export type UserSession = Pick<Principal, "id"> & { readonly sessionId: string };

type Belongs = (connection: Connection) => boolean;

/**
 * Whether a connection is a user's.
 *
 * @throws HubError `invalid_options` for an id that is undefined or empty: that is nobody, and never everybody (S23.1)
 */
export function belongsToUser(what: string, userId: unknown): Belongs {
  checkUserId(what, userId);
  return ({ principal }) => principal?.id === userId;
}

/**
 * Whether a connection was opened by one session of a user.
 *
 * @throws HubError `invalid_options` where the user or the session is undefined or empty (S23.1)
 */
export function belongsToSession(what: string, session: UserSession): Belongs {
  const { id, sessionId } = session ?? {};
  checkUserId(what, id);
  check(what, "the sessionId of a session", sessionId);
  return ({ principal }) => principal?.id === id && principal?.sessionId === sessionId;
}

/**
 * Whether a connection listens to a topic, beside others perhaps.
 *
 * @throws HubError `invalid_topic` for what is no topic
 */
export function belongsToTopic(topic: Topic): Belongs {
  const wrong = topicRefusal(topic);
  if (wrong !== undefined) throw refused(wrong);
  return ({ topics }) => topics.includes(topic.name);
}

/**
 * Refuses what names no user.
 *
 * @throws HubError `invalid_options`
 */
export function checkUserId(what: string, id: unknown): void {
  check(what, "the id of a user", id);
}

function check(what: string, needed: string, value: unknown): void {
  if (typeof value === "string" && value !== "") return;
  const found = value === "" ? "empty" : value === null ? "null" : `of the type ${typeof value}`;
  throw new HubError("invalid_options", `${what} needs ${needed}, and this one is ${found}`);
}
